"""What everybody may find: stored documents, fed from the change log. See docs/search.md."""
