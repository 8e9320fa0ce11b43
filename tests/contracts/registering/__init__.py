"""Tests of the registration of contracts."""
