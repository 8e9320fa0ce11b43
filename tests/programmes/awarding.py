"""Awards of the small scheme, without the way that leads to them; all invented."""

from datetime import date
from typing import Any

from qinglan.parties.models import Organisation
from qinglan.programmes.domain.award import note
from qinglan.programmes.models import Award
from tests.parties.organisations.made import code, verified
from tests.programmes.making import DAY, version


def holder(officer: Any, number: int = 1) -> Organisation:
    """The numbered verified organisation."""
    return Organisation.objects.filter(code=code(number)).first() or verified(officer, number)


def awarded(officer: Any, organisation: int = 1, content: Any = None, **more: Any) -> Award:
    """An award in force of the numbered organisation."""
    of = version(officer, content)
    day: date = more.get("granted_on", DAY)
    values: dict[str, Any] = {
        "programme": of.programme,
        "version": of,
        "holder": holder(officer, organisation),
        "number": f"QC{organisation:03d}",
        "level": "municipal",
        "granted_on": day,
        "valid_from": day,
        **more,
    }
    one = Award.objects.create(**values)
    note(officer, one, "granted", day)
    return one
