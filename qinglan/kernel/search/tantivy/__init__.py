"""The engine on this machine's disk: tantivy. One index for each collection; see docs/search.md."""
