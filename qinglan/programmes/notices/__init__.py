"""Public notices, objections and leads."""
