"""Verbs on drafts and on forms that were sent."""
