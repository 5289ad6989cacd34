"""Who said what: statements from the dependency parse, with the cue lexicon that tells acts."""
