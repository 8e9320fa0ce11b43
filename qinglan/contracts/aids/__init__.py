"""Tax aids: what a rule says of a deal, line by line. An aid, and no ruling."""
