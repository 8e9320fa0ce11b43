"""The query language: words, "phrases", field:words, -exclusions. See docs/search.md."""
