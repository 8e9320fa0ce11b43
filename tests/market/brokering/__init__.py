"""Tests of the work of brokers."""
