"""Statistics of the technology market."""
