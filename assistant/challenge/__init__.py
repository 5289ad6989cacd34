"""Question sets made from the statements of an index: what they say, and what they do not."""
