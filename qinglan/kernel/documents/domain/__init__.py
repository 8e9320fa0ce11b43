"""Verbs on files, papers and certificates."""
