"""The gate before publication."""
