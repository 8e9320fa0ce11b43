"""Floor 9: the command ``qinglan``."""
