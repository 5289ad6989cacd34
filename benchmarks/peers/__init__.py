"""This index and its peers, in one interleaved run over the same passages."""
