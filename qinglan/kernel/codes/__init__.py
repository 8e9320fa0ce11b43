"""Code lists of the field: administrative divisions and functional zones."""
