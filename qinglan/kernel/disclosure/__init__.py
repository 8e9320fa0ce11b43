"""The one gate before anything becomes public, and the suppression of small cells. See docs/disclosure.md."""
