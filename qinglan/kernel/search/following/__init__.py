"""Follow the change log: every node brings its own index up to date. See docs/search.md."""
