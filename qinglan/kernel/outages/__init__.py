"""Outages that the operator certified: each is an event, and deadlines are extended by rule. See docs/periods.md."""
