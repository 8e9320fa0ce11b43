"""Meaning as directions: a space trained from the collection's own records (latent semantic analysis)."""
