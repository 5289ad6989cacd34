"""The optional language model that may word an answer, and is not believed (docs/writer.md)."""
