"""Met, unmet, unknown, or for a person."""

from typing import Any

from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.judging.values import values
from tests.programmes.definition.building import BASIS, question, scheme, text


def requirement(id_: str, **more: Any) -> dict[str, Any]:
    """A requirement."""
    return {"id": id_, "kind": "eligibility", "text": text(id_), "basis": BASIS, **more}


SCHEME = scheme(
    question("staff", "integer"),
    question("bad", "yes_no"),
    requirements=(
        requirement("small", condition="staff <= 500", bring=text("社保名单")),
        requirement("either", condition="staff <= 500 || !bad"),
        requirement("seen", person=True),
        requirement(
            "honest",
            kind="veto",
            condition="!credit.dishonest",
            ask=text("法院"),
            moments=["submission", "promulgation"],
        ),
    ),
)


def standing(answers: dict[str, Any], **more: Any) -> dict[str, str]:
    """The verdicts by requirement."""
    facts = more.pop("facts", {})
    return {
        one.id: one.truth for one in judge_requirements(SCHEME, values(SCHEME, answers, facts=facts), **more)
    }


def test_what_is_missing_is_unknown_never_unmet() -> None:
    assert standing({}) == {"small": "unknown", "either": "unknown", "seen": "person", "honest": "unknown"}
    assert standing({"bad": False}) == {
        "small": "unknown",
        "either": "met",
        "seen": "person",
        "honest": "unknown",
    }
    first = judge_requirements(SCHEME, values(SCHEME, {}))[0]
    assert (first.missing, first.bring) == (("staff",), SCHEME.requirements.requirements[0].bring)
    assert judge_requirements(SCHEME, values(SCHEME, {"staff": "7"}))[0].bring is None


def test_silence_of_a_department_is_pending_and_its_reply_decides() -> None:
    clean = {"credit.dishonest": False}
    assert standing({}, facts=clean)["honest"] == "unknown"
    assert judge_requirements(SCHEME, {})[3].pending
    assert standing({}, facts=clean, replies={"honest": "hit"})["honest"] == "unmet"
    assert standing({}, replies={"honest": "clear"})["honest"] == "met"
    assert standing({}, facts={"credit.dishonest": True})["honest"] == "unmet"


def test_a_person_decides_what_nothing_else_does() -> None:
    rulings = {"small": False, "seen": True, "honest": True}
    assert standing({}, rulings=rulings) == {
        "small": "unmet",
        "either": "unknown",
        "seen": "met",
        "honest": "unknown",
    }
    assert standing({"staff": "1"}, rulings=rulings)["small"] == "met"


def test_only_the_vetoes_of_the_moment_are_judged() -> None:
    assert list(standing({}, moment="promulgation")) == ["honest"]


def test_a_verdict_is_stored_with_its_clause() -> None:
    kept = judge_requirements(SCHEME, {})[0].stored()
    assert (kept["basis"]["document"], kept["truth"], kept["missing"]) == ("办法", "unknown", ["staff"])
