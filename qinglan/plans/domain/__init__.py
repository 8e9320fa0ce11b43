"""Verbs on plans."""
