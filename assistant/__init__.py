"""Questions in, cited answers or abstentions out; the command line; evaluation."""
