"""Floor 0: what every part stands on, and what knows nothing of innovation."""
