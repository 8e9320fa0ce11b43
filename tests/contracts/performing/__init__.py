"""Tests of contracts in force."""
