"""Floor 4: auctions. Lots, who bids on them, open and sealed bidding, results that a stranger can check."""
