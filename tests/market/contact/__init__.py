"""Tests of first contact and negotiation."""
