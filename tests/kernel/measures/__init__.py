"""Tests of measures and reported figures."""
