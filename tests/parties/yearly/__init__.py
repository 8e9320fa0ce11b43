"""Tests of yearly figures."""
