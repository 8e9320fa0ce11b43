"""Rounds of a scheme: call, quotas, chasing, summary, and what an organisation can get."""
