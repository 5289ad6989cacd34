"""Measurements that the docs quote, one command each."""
