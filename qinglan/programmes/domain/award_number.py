"""The numbers of awards: each scheme's own, one after another within a year."""

import re
from datetime import date

from django.db.models import BigIntegerField, F, Func, Max, Value
from django.db.models.functions import Cast

from qinglan.programmes.models import Award, Programme


def next_number(programme: Programme, pattern: str, year: int) -> str:
    """The next number of the locked scheme by its pattern of {year} and {serial}; serials begin anew each year."""
    return pattern.format(year=year, serial=last_serial(programme, pattern, year) + 1)


def last_serial(programme: Programme, pattern: str, year: int) -> int:
    """The highest serial that the locked scheme gave by its pattern in a year; 0 where it gave none.

    Sought by the database. Numbers of another shape, which other offices gave, don't count.
    """
    shape = re.escape(pattern).replace(r"\{year\}", str(year))
    shape = f"^{re.sub(SERIAL, '([0-9]+)', shape)}$"
    given = Award.objects.filter(
        programme=programme, granted_on__range=(date(year, 1, 1), date(year, 12, 31)), number__regex=shape
    )
    serial = Cast(Func(F("number"), Value(shape), function="substring"), BigIntegerField())
    return int(given.aggregate(last=Max(serial))["last"] or 0)


SERIAL = r"\\\{serial(?::0(\d)d)?\\\}"
"""The place of the serial in an escaped pattern."""
