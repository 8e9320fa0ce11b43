"""Settlement: what was paid, by receipts, on the kernel's ledger."""
