"""Tests of drafts, and of forms that are sent twice."""
