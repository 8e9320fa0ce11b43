"""Tests of what external auditors do with programmes."""
