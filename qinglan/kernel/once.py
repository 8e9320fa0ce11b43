"""What the database refuses as there already, in words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError

from qinglan.kernel.conflicts import Impossible


@contextmanager
def once(refusals: Mapping[str, tuple[str, str | None]]) -> Iterator[None]:
    """Turn the refusal of a second record into Impossible.

    `refusals` holds, by the name of a constraint or column, what is said and beside which field. Wrap the
    transaction in it, not the other way round.
    """
    try:
        yield
    except IntegrityError as error:
        for name, (words, field) in refusals.items():
            if name in str(error):
                raise Impossible(words, field=field) from error
        raise
