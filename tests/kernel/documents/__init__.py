"""Files, papers and certificates."""
