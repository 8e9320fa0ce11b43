"""Tests of packs: reading, checking, loading."""
