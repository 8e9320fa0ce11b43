"""Verbs of the market."""
