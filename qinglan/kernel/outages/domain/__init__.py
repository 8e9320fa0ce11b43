"""Verbs on outages."""
