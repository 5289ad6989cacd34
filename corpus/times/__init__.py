"""Expressions of time, resolved against the day an article was published."""
