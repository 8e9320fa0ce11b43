"""Public notices, objections, leads."""
