"""A value that would give a single report away is withheld wherever a target is shown."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel.measures.models import Figure, Indicator
from qinglan.plans.domain.pack import load_plan
from qinglan.plans.evaluation import State
from qinglan.plans.standing import standings
from tests.plans import sample

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
SECRET = Decimal("417.5")


@pytest.fixture
def version(people: dict[str, Any], city: Any, tmp_path: Path) -> Any:
    """A published plan whose first target sums the confidential figures of two firms."""
    Indicator.objects.filter(slug="firms").update(
        subject="organisation", confidentiality="confidential", unit="家"
    )
    firms = Indicator.objects.get(slug="firms")
    for name, value in (("甲厂", Decimal("400")), ("乙厂", Decimal("17.5"))):
        Figure.objects.create(
            indicator=firms,
            territory=city,
            subject_name=name,
            year=2025,
            value=value,
            evidence="年报",
            confidentiality="confidential",
            reporter=people["officer"],
            reported_on=date(2026, 2, 1),
            recorded_at="2026-02-01T00:00:00Z",
        )
    quantities = [dict(item) for item in sample.PLAN["plan"]["quantities"]]
    quantities[0]["measure"] = {"name": "reported.total", "with": {"indicator": "firms"}}
    path = sample.write_plan(tmp_path, sample.changed(quantities=quantities))
    return load_plan(acting_user=people["system"], pack=sample.pack(tmp_path), path=path)[0]


def test_the_public_learns_that_it_is_withheld_and_officers_see_it(
    people: dict[str, Any], version: Any
) -> None:
    seen = {}
    for who in ("stranger", "no role", "administrator", "officer"):
        first = standings(version, DAY, reader=people[who])[0]
        seen[who] = (first.evaluation.state, first.now.value)
    assert seen == {
        "stranger": (State.WITHHELD, None),
        "no role": (State.WITHHELD, None),
        "administrator": (State.WITHHELD, None),
        "officer": (State.SURPLUS, SECRET),
    }


@pytest.mark.parametrize("path", ["/", "/plans/", "", "articles/1/", "targets/firms/"])
def test_no_public_page_shows_it(version: Any, people: dict[str, Any], path: str) -> None:
    address = path if path.startswith("/") else f"/plans/{sample.SLUG}/{path}"
    stranger, officer = Client(), Client()
    officer.force_login(people["officer"])
    assert "417.5" not in stranger.get(address).content.decode()
    assert ("417.5" in officer.get(address).content.decode()) == (address not in ("/", "/plans/"))
