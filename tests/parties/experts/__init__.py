"""Tests of experts, brokers and declared interests."""
