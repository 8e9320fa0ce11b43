"""Verbs on background jobs."""
