"""What programmes put on desks: sections, to-dos and the piles behind them."""
