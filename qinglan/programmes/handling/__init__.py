"""What offices do with a case at its step."""
