"""Tests of signing a contract."""
