"""Files, official papers, PDF and certificates: taken in, made, given out and verified."""
