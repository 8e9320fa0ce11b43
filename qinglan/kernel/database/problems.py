"""The one exception that this package raises on purpose."""


class DatabaseProblem(Exception):
    """Something the operator has to know or mend; the message is one line without secrets."""
