"""Tests of sealed bidding."""
