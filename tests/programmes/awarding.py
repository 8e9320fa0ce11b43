"""Awards of the small scheme, without the way that leads to them; all invented."""

from datetime import date
from typing import Any

from qinglan.parties.models import Organisation
from qinglan.programmes.domain.award_state import note
from qinglan.programmes.models import Award
from tests.parties.organisations.made import code, verified
from tests.programmes.making import BASIS, DAY, T, changed, text, version


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


def kept_scheme(sanction: str = "warning") -> dict[str, Any]:
    """The small scheme with a yearly report, a monitor, and grounds on which an award ends."""
    questions = [
        {"id": "transfers", "type": "integer", "text": text("成果转化项数", "Transfers"), "unit": "项"},
        {"id": "green_share", "type": "percent", "text": text("绿色占比", "Green share"), "unit": "%"},
    ]
    lights = [
        ("no_transfer", "yellow", "transfers < 1"),
        ("hardly_green", "red", "green_share < 30"),
    ]
    grounds = [("fraud", True), ("no_report", False), ("not_rectified", False)]
    return changed(
        after={
            "obligations": [
                {
                    "id": "yearly",
                    "text": text("年度报告", "Yearly report"),
                    "basis": BASIS,
                    "month": 3,
                    "day": 31,
                    "sanction": sanction,
                    "report": [{"id": "year", "title": T, "questions": questions}],
                }
            ],
            "monitor": {
                "plan_within": {"number": 60, "unit": "day"},
                "rectify_within": {"number": 6, "unit": "month"},
                "lights": [
                    {"id": name, "colour": colour, "text": T, "condition": condition, "basis": BASIS}
                    for name, colour, condition in lights
                ],
            },
            "exit_grounds": [
                {"id": name, "text": T, "basis": BASIS, "bars": bars}
                | ({"bar": {"number": 3, "unit": "year"}} if bars else {})
                for name, bars in grounds
            ],
        }
    )
