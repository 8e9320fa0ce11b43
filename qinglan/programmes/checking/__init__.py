"""绿色核验: what the register says of a list of codes, watch lists of banks, and what firms let them see."""
