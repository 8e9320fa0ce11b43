"""Template tags of background jobs."""
