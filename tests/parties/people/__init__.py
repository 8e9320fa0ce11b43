"""Tests of memberships, roles, delegations and invitations."""
