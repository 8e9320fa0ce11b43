"""Verbs on the clock."""
