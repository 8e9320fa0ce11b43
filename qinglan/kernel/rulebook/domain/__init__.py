"""Verbs on the rulebook."""
