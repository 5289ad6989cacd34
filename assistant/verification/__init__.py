"""Whether each sentence of an answer is borne out by the quotes that it cites."""
