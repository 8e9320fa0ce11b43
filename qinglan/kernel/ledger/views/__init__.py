"""Pages of the ledger, read-only."""
