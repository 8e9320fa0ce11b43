"""Verbs on reported figures."""
