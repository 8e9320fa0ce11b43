"""What the check finds in a definition: one mistake at a time in a scheme that is sound otherwise."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.programmes.definition.check.folder import findings
from qinglan.programmes.definition.check.lawful import warnings
from qinglan.programmes.definition.letters import StandardLetters
from qinglan.programmes.definition.whole import Definition, restored
from tests.packs.reading import PACKS
from tests.programmes.definition.building import (
    BASIS,
    GRADES,
    STEPS,
    group,
    item,
    options,
    question,
    scheme,
    text,
)

LETTERS = read_yaml(PACKS / "cn-national" / "programmes" / "letters.yaml", StandardLetters)
FOLDER = Path("packs/cn-test/programmes/small-scheme/2026")
Content = dict[str, Any]
Change = Callable[[Content], None]


def check_step(id_: str, type_: str, owner: str, next_: dict[str, str], **more: Any) -> Content:
    """A step with a period."""
    length = {"number": 5, "unit": "working_day"}
    return {
        "id": id_,
        "type": type_,
        "title": text(id_),
        "owner": owner,
        "status": "in_check",
        "within": length,
        "next": next_,
        **more,
    }


def sound() -> Content:
    """The content of a scheme without faults: a check, a correction, a payment by grade, a monitor."""
    form, decision = copy.deepcopy(STEPS["steps"])
    form["next"] = {"submitted": "check"}
    decision["next"] = {"granted": "payment", "returned": "check", "refused": "refused"}
    steps = [
        form,
        check_step(
            "check",
            "formal_check",
            "officer",
            {"passed": "joint", "to_correct": "correct", "failed": "refused"},
        ),
        check_step(
            "correct",
            "correction",
            "applicant",
            {"resubmitted": "check", "lapsed": "lapsed"},
            settings={"rounds": 2},
        ),
        check_step(
            "joint",
            "joint_check",
            "departments",
            {"clear": "decision", "hit": "refused"},
            moment="submission",
        ),
        decision,
        check_step("payment", "payment", "officer", {"paid": "granted", "stopped": "refused"}),
    ]
    rows = {
        "id": "deals",
        "title": text("合同"),
        "repeat": True,
        "questions": [question("number", "text"), question("value", "money"), question("related", "yes_no")],
    }
    requirements = (
        {"id": "big", "kind": "eligibility", "text": text("大"), "basis": BASIS, "condition": "first >= 5"},
        {"id": "honest", "kind": "veto", "text": text("信用"), "basis": BASIS, "ask": text("信用办")},
    )
    scoring = {
        "total": "100",
        "grades": GRADES,
        "groups": [
            group(
                "all",
                item("size", "60", {"kind": "linear", "input": "first", "base": "1", "leading": "9"}),
                item(
                    "kind",
                    "40",
                    {"kind": "levels", "input": "level", "levels": [{"option": "high", "share": "1"}]},
                ),
            )
        ],
    }
    rates = {"kind": "rates", "input": "grade", "rows": {"pass": "1000"}, "unit": "元"}
    money = {
        "amounts": [{"id": "prize", "text": text("奖"), "basis": BASIS, "rule": rates}],
        "claim": {"section": "deals", "key": "number", "amount": "value", "related": "related"},
    }
    after = {
        "obligations": [{"id": "report", "text": text("年报"), "basis": BASIS, "month": 3, "day": 31}],
        "monitor": {
            "plan_within": {"number": 60, "unit": "day"},
            "lights": [
                {
                    "id": "bad",
                    "colour": "red",
                    "text": text("红"),
                    "condition": "credit.serious",
                    "basis": BASIS,
                }
            ],
        },
    }
    summary = [{"heading": text("数"), "shows": "first"}]
    found = scheme(
        question("first"),
        question("level", "choice", options=options("high", "low")),
        sections=(rows,),
        requirements=requirements,
        scoring=scoring,
        money=money,
        steps={**STEPS, "steps": steps},
        after=after,
        letters={"letters": [one.model_dump() for one in LETTERS.letters], "summary": summary},
        manifest={
            "award": {"title": text("奖"), "number": "J{year}{serial:03d}", "certificate": False},
            "reviews": {"fair_competition": {"conclusion": "符合"}},
            "benefits": [{"id": "prize", "text": text("奖"), "amount": "prize"}],
        },
    )
    return found.stored()


def reasons(definition: Definition) -> list[str]:
    """The faults of a definition."""
    return sorted({one.reason for one in findings(definition, FOLDER, PACKS)})


def put(*path: str | int, to: Any) -> Change:
    """Set a place of the content."""

    def change(content: Content) -> None:
        at: Any = content
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = to

    return change


def add(*path: str | int, one: Any) -> Change:
    """Append to a list of the content."""

    def change(content: Content) -> None:
        at: Any = content
        for key in path:
            at = at[key]
        at.append(one)

    return change


def test_the_sound_scheme_has_no_faults_and_no_warnings() -> None:
    definition = restored(sound())
    assert reasons(definition) == []
    assert list(warnings(definition)) == []


STEP = ("steps", "steps")
ITEM = ("scoring", "groups", 0, "items")
FORM = ("questions", "sections", 0, "questions")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("manifest", "slug", to="other"), "the folder is called small-scheme/2026, not so"),
        (put("manifest", "nature", to="commendation"), "a commendation needs the number of its approval"),
        (put("manifest", "nature", to="demonstration"), "a demonstration needs the number of its approval"),
        (put("manifest", "serves", 0, "plan", to="no-plan"), "no pack has a plan 'no-plan'"),
        (put("manifest", "serves", 0, "article", to=99), "the plan implementation-opinions has no article 99"),
        (put("manifest", "bodies", 0, "role", to="decide"), "no body leads"),
        (put("manifest", "valid", "to", to="2025-12-31"), "it ends before it begins"),
        (put("manifest", "applicants", "kinds", to=["ship"]), "there is no kind of organisation 'ship'"),
        (put("manifest", "applicants", "subject", to="product"), "a question names what is put forward"),
        (put("manifest", "award", "number", to="{serial"), "it is made of {year} and {serial}"),
        (put("manifest", "award", "number", to="{year}"), "every certificate has the same number"),
        (put("manifest", "award", "number", to="{month}{serial}"), "it is made of {year} and {serial}"),
        (put("manifest", "award", "certificate", to=True), "a certificate step is there where"),
        (put("manifest", "benefits", 0, "amount", to="gold"), "money.yaml has no amount 'gold'"),
        (put("manifest", "title", "en", to=""), "the text stands in both languages"),
        (put("manifest", "title", "en", to="小项目"), "is no English"),
        (put("requirements", "requirements", 0, "basis", "document", to="别的"), "别的 isn't among the legal basis"),
        (put("requirements", "requirements", 0, "basis", "document", to=" "), "a clause names its document"),
        (put("requirements", "requirements", 0, "condition", to="firts >= 5"), "names 'firts', which is no"),
        (put("requirements", "requirements", 0, "condition", to="first >="), "can't be read"),
        (put("requirements", "requirements", 0, "condition", to="level == 'mid'"), "none of its options"),
        (put("requirements", "requirements", 0, "condition", to="holds.no_such"), "no pack has a scheme 'no-such'"),
        (put("requirements", "requirements", 0, "person", to=True), "either a condition or department judges"),
        (put("requirements", "requirements", 0, "id", to="honest"), "'honest' stands twice"),
        (put("requirements", "requirements", 1, "moments", to=["payment"]), "at the moment 'payment'"),
        (put("requirements", "requirements", 1, "moments", to=["payment"]), "no veto asks a department at 'submission'"),
        (put(*FORM, 0, "when", to="level == 'high'"), "names 'level', which is no"),
        (put(*FORM, 0, "prefill", to="organisation.luck"), "there is no fact 'organisation.luck'"),
        (put(*FORM, 1, "options", to=[]), "a choice has at least two options"),
        (put(*FORM, 0, "options", to=options("a", "b")), "only a choice has options"),
        (put(*FORM, 0, "id", to="grade"), "'grade' is kept for the result of the score"),
        (put(*FORM, 0, "id", to="deals_count"), "'deals_count' is the name of more than one thing"),
        (
            add("questions", "derived", one={"id": "x", "text": text("x"), "kind": "sum", "of": ["level"]}),
            "x needs a number, and 'level' is a text",
        ),
        (
            add("questions", "tallies", one={"id": "x", "text": text("x"), "section": "main"}),
            "there is no repeated section 'main'",
        ),
        (
            add(
                "questions",
                "derived",
                one={"id": "x", "text": text("x"), "kind": "rate", "of": ["level"], "table": {"high": "1"}},
            ),
            "x: no rate for low",
        ),
        (put(*ITEM, 0, "scorer", "input", to="level"), "linear needs a number, and 'level' is a text"),
        (put(*ITEM, 0, "scorer", "base_from", to="level"), "linear needs a number, and 'level' is a text"),
        (put(*ITEM, 1, "scorer", "levels", 0, "option", to="top"), "top: none of the options of level"),
        (put(*ITEM, 1, "scorer", "levels", 0, "share", to="1.5"), "a level's share lies between 0 and 1"),
        (put(*ITEM, 0, "marks", to="50"), "the groups add up to 90, not to 100"),
        (put(*ITEM, 0, "applies_when", to="nothing"), "names 'nothing', which is no"),
        (put("scoring", "groups", 0, "required", to=["none"]), "all has no item 'none'"),
        (put("scoring", "minimum", to={"none": "1"}), "there is no group or item 'none'"),
        (put("scoring", "grades", 0, "at_least", to="1"), "no grade begins at 0"),
        (put("scoring", "grades", 0, "passes", to=True), "no amount for the grade fail"),
        (put("scoring", "grades", 1, "at_least", to="101"), "the grade pass can't be reached"),
        (put("scoring", "grades", 1, "id", to="fail"), "two grades have the same id"),
        (
            put(*ITEM, 0, "scorer", to={"kind": "steps", "input": "first", "bands": [{"at_least": "1", "marks": "5"}]}),
            "its best band brings 5, not its 60 marks",
        ),
        (put(*ITEM, 0, "scorer", to={"kind": "expert"}), "no step in which they review"),
        (put("money", "amounts", 0, "rule", "unit", to="万元"), "amounts are in 元"),
        (put("money", "amounts", 0, "rule", "rows", to={"best": "1"}), "no amount for the grade pass"),
        (put("money", "amounts", 0, "inputs", to={"size": "first"}), "the rule has no input 'size'"),
        (put("money", "amounts", 0, "inputs", to={"grade": "mark"}), "prize names 'mark', which is no"),
        (
            put("money", "amounts", 0, "rule", to={"kind": "period", "number": 1, "unit": "day"}),
            "a period isn't an amount",
        ),
        (put("money", "amounts", 0, "excludes", to=["lost"]), "no pack has a scheme 'lost'"),
        (
            put(
                "after",
                "re_evaluation",
                to={"every": {"number": 3, "unit": "year"}, "text": text("复评"), "basis": BASIS, "by": "gone"},
            ),
            "no pack has a scheme 'gone'",
        ),
        (put("money", "claim", "section", to="main"), "there is no repeated section 'main'"),
        (put("money", "claim", "key", to="value"), "'value' is no text of a row of deals"),
        (put("money", to=None), "a payment needs money.yaml"),
        (put("steps", "start", to="nowhere"), "there is no step 'nowhere'"),
        (put("steps", "start", to="check"), "a case begins with a form"),
        (put(*STEP, 1, "next", to={"passed": "joint", "failed": "refused"}), "the outcome 'to_correct' leads nowhere"),
        (put(*STEP, 0, "next", to={"submitted": "check", "lost": "lapsed"}), "a form has no outcome 'lost'"),
        (put(*STEP, 0, "next", "submitted", to="away"), "there is no step 'away'"),
        (put(*STEP, 4, "next", "granted", to="granted"), "the step 'payment' can't be reached"),
        (put(*STEP, 1, "owner", to="applicant"), "belongs to officer or recommender or secretary, not applicant"),
        (put(*STEP, 1, "within", to=None), "a formal_check has a period"),
        (put(*STEP, 1, "moment", to="notice"), "a joint check has a moment, and nothing else has"),
        (put(*STEP, 1, "next", "to_correct", to="decision"), "to_correct leads to a correction"),
        (put(*STEP, 2, "settings", to={}), "a correction says how many rounds"),
        (put(*STEP, 2, "settings", to={"rounds": "two"}), "the setting rounds is a int"),
        (put(*STEP, 2, "settings", to={"rounds": 2, "colour": "red"}), "a correction has no setting 'colour'"),
        (put(*STEP, 3, "id", to="decision"), "the step 'decision' stands twice"),
        (put("manifest", "decided", to="above"), "what is decided above has no decision or certificate of ours"),
        (put("manifest", "decided", to="above"), "the number of what is decided above comes from there"),
        (put("letters", "letters", to=[]), "a letter of the kind call is needed"),
        (put("letters", "letters", 0, "paragraphs", to=["{award} {"]), "can't be read"),
        (put("letters", "letters", 0, "title", to="{weather}"), "{weather} isn't a variable of this letter"),
        (put("letters", "summary", 0, "shows", to="nothing"), "there is no answer or fact 'nothing'"),
        (put("after", "obligations", 0, "day", to=None), "due on a day of each year (month, day) or some time"),
        (put("after", "obligations", 0, "month", to=2), "there is no such day"),
        (put("after", "monitor", "lights", 0, "condition", to="sun"), "names 'sun', which is no"),
        (put("after", "monitor", "lights", 0, "id", to="report"), "'report' stands twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(change: Change, reason: str) -> None:
    content = sound()
    change(content)
    found = reasons(restored(content))
    assert any(reason in one for one in found), found


def test_a_loop_without_an_end_is_found() -> None:
    content = sound()
    content["steps"]["steps"][1]["next"] = {"passed": "check", "to_correct": "correct", "failed": "check"}
    content["steps"]["steps"][2]["next"] = {"resubmitted": "check", "lapsed": "check"}
    found = reasons(restored(content))
    assert "from the step 'check' a case never ends" in found
    assert "no case can be granted" in found


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("企业须在本市注册满三年", "place of registration"),
        ("注册地在高新区", "place of registration"),
        ("承诺五年内不迁离本区", "moving away"),
        ("按地方留成的50%奖励", "local tax"),
        ("年纳税额不低于100万元", "local tax"),
    ],
)
def test_conditions_that_a_fair_market_no_longer_bears_are_warned_of(words: str, reason: str) -> None:
    content = sound()
    content["requirements"]["requirements"][0]["text"]["zh"] = words
    definition = restored(content)
    assert reasons(definition) == []
    assert [reason in one.reason for one in warnings(definition)] == [True]


@pytest.mark.parametrize(
    "words", ["近三年没有偷漏税", "依法纳税、诚信经营", "在本市开展示范应用", "不在经营异常名录"]
)
def test_lawful_conditions_are_not_warned_of(words: str) -> None:
    content = sound()
    content["requirements"]["requirements"][0]["text"]["zh"] = words
    assert list(warnings(restored(content))) == []


def test_a_condition_on_the_territory_and_a_missing_review_are_warned_of() -> None:
    content = sound()
    content["requirements"]["requirements"][0]["condition"] = "organisation.territory == '500112'"
    content["manifest"]["reviews"] = {}
    assert sorted(one.reason for one in warnings(restored(content))) == [
        "asks for the place of registration",
        "no conclusion of the fair-competition review is given",
    ]
