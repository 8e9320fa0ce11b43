"""Bring listings in from files and take them out: columns, mappings, reading, writing."""
