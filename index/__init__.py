"""Passages in, ranked passages out: a durable index whose truth is one SQLite file."""
