"""Pages of papers, files and verification."""
