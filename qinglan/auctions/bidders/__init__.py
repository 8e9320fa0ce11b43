"""Who asks to bid, qualification, deposits."""
