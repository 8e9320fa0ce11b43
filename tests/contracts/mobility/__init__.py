"""Tests of moves of researchers, shares held, proofs of results."""
