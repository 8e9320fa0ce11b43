"""Pages of the gate before publication."""
