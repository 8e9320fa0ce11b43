"""What a stranger checks: the export of a lot and its script."""
