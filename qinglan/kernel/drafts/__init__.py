"""Forms that forgive: nothing typed is lost, nothing is sent twice. See docs/forms.md."""
