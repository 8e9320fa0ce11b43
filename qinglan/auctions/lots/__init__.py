"""Writing, checking, disclosing and amending a lot."""
