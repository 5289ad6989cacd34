"""Articles in: files become clean text, sentences and passages, each a span of ``Article.text``."""
