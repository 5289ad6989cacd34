"""The model of support: how it was trained."""
