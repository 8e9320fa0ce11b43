"""Programmes."""
