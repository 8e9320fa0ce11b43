"""Verbs on the change log."""
