"""What a definition makes of answers and facts: verdicts, scores, amounts. Pure functions, no database."""
