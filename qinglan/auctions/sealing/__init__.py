"""Sealed bids: openers, envelopes, the opening."""
