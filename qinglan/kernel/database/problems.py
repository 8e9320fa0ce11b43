"""What this package says to the operator."""

from collections.abc import Callable

Say = Callable[[str], None]
"""Takes one line for the operator."""


def silently(line: str) -> None:
    """A `Say` that says nothing."""
    del line


class DatabaseProblem(Exception):
    """Something the operator has to know or mend; the message is one line without secrets."""
