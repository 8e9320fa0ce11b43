"""Whether a scheme is sound beyond its form: references, steps, letters, lawfulness, golden cases."""
