"""Tests of the figures over registered contracts."""
