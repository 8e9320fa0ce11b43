"""Verbs of auctions."""
