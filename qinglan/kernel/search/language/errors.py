"""A query that can't be understood."""


class BadQuery(ValueError):
    """The text of a search can't be understood; the message says where and what to write, for people."""
