"""Reports in golden cases: the lights that they turn on, exactly."""

from typing import Any

import pytest

from qinglan.programmes.definition.check.golden import golden_faults
from qinglan.programmes.definition.golden import GoldenCase
from qinglan.programmes.definition.whole import Definition
from tests.programmes.definition.building import BASIS, question, scheme, text

AFTER: dict[str, Any] = {
    "obligations": [
        {
            "id": "yearly",
            "text": text("年报"),
            "basis": BASIS,
            "month": 3,
            "day": 31,
            "report": [{"id": "year", "title": text("年度"), "questions": [question("patents", "integer")]}],
        },
        {"id": "told", "text": text("告知"), "basis": BASIS, "month": 6, "day": 30},
    ],
    "monitor": {
        "plan_within": {"number": 60, "unit": "day"},
        "lights": [
            {"id": "few", "colour": "yellow", "text": text("少"), "condition": "patents < 2", "basis": BASIS},
            {
                "id": "serious",
                "colour": "red",
                "text": text("失信"),
                "condition": "credit.serious",
                "basis": BASIS,
            },
        ],
    },
}


def faults(definition: Definition, **report: Any) -> list[str]:
    """What a golden case with this one report says."""
    case = {"title": text("例"), "day": "2026-05-18", "reports": [{"obligation": "yearly", **report}]}
    return golden_faults(definition, GoldenCase.model_validate(case))


@pytest.mark.parametrize(
    ("answers", "facts", "lights"),
    [
        ({"patents": "2"}, {"credit.serious": False}, []),
        ({"patents": "1"}, {"credit.serious": False}, ["few"]),
        ({"patents": "1"}, {"credit.serious": True}, ["few", "serious"]),
        ({}, {}, []),
    ],
)
def test_a_report_turns_on_exactly_its_lights(
    answers: dict[str, str], facts: dict[str, bool], lights: list[str]
) -> None:
    assert faults(scheme(after=AFTER), answers=answers, facts=facts, lights=lights) == []


def test_a_light_too_few_or_too_many_is_a_fault() -> None:
    assert faults(scheme(after=AFTER), answers={"patents": "1"}) == [
        "report 1: the lights are ['few'], not []"
    ]
    assert faults(scheme(after=AFTER), answers={"patents": "2"}, lights=["few"]) == [
        "report 1: the lights are [], not ['few']"
    ]


def test_reports_name_obligations_and_questions_that_are_there() -> None:
    assert faults(scheme(after=AFTER), answers={"patent": "1"}) == ["report 1: there is no question 'patent'"]
    assert faults(scheme(after=AFTER), obligation="told") == ["report 1: no obligation 'told' has a report"]
    assert faults(scheme(), lights=["few"]) == ["report 1: no obligation 'yearly' has a report"]


@pytest.mark.parametrize(
    ("score", "grade", "leads_to", "says"),
    [
        ("60", "passed", "renewal", []),
        ("59.99", "failed", "revocation", []),
        ("100", "passed", "renewal", []),
        (
            "59.99",
            "passed",
            "renewal",
            ["a re-evaluation with 59.99 is failed and leads to revocation, not passed and renewal"],
        ),
    ],
)
def test_a_score_of_the_re_evaluation_has_exactly_its_grade(
    score: str, grade: str, leads_to: str, says: list[str]
) -> None:
    again = {
        "every": {"number": 3, "unit": "year"},
        "text": text("复评"),
        "basis": BASIS,
        "by": "other",
        "grades": [
            {"id": "failed", "text": text("不合格"), "at_least": "0", "leads_to": "revocation"},
            {"id": "passed", "text": text("合格"), "at_least": "60", "leads_to": "renewal"},
        ],
    }
    case = {"title": text("例"), "day": "2026-05-18"}
    case["evaluations"] = [{"score": score, "grade": grade, "leads_to": leads_to}]
    golden = GoldenCase.model_validate(case)
    assert golden_faults(scheme(after={**AFTER, "re_evaluation": again}), golden) == says
    assert golden_faults(scheme(after=AFTER), golden) == ["the scheme has no re-evaluation"]
