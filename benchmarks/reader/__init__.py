"""Training of the reader: whether a text says what a question takes for granted and asks for."""
