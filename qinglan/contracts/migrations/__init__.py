"""Migrations of contracts."""
