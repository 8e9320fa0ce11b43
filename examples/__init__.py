"""Files to try Qinglan with, and the scripts that make them."""
