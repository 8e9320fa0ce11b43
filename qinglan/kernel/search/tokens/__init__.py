"""From text to tokens: what the index holds and what a query looks for. See docs/search.md."""
