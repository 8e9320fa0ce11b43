"""Verbs on the ledger."""
