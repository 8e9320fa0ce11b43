"""Tests of judging: values, requirements, scores, amounts."""
