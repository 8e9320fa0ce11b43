"""Floor 5: contracts, their registration and the income from them. Today: the tax aids."""
