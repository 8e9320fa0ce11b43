"""Tests of the green check, watch lists and requests for data."""
