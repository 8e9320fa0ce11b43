"""The market in figures: how many at each stage, how long between stages, where needs have no supply."""
