"""Results: who won and at what price, notice, objections, default, hand-over."""
