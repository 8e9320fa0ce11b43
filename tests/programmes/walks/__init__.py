"""Walks of those who use programmes, in Chromium."""
