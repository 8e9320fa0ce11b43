"""Verbs of the counter."""
