"""Official papers (公文): their content as typed data, and their layout."""
