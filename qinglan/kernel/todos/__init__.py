"""Open to-dos (待办): what is due, from whom, who waits for it. See docs/desks.md."""
