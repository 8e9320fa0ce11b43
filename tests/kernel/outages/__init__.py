"""Certified outages."""
