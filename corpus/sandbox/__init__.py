"""Readers of risky formats in a child process: a bomb, a hang or a crash costs one file."""
