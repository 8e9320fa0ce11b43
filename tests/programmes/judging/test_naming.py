"""Names in words, and the answers that stand behind what isn't known."""

from decimal import Decimal

import pytest

from qinglan.programmes.judging.amounts import amounts
from qinglan.programmes.judging.naming import behind, title
from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.judging.score import score
from qinglan.programmes.judging.values import values
from tests.programmes.definition.building import BASIS, GRADES, group, item, options, question, scheme, text

ROWS = {
    "id": "deals",
    "title": text("合同"),
    "repeat": True,
    "questions": [question("value", "money")],
    "derived": [{"id": "half", "text": text("一半"), "kind": "product", "of": ["value", "0.5"]}],
}
SCHEME = scheme(
    {"id": "research", "type": "money", "text": text("研发费用")},
    {"id": "revenue", "type": "money", "text": text("收入")},
    {**question("fields", "choices", options=options("water", "air")), "text": text("领域")},
    sections=(ROWS,),
    derived=[
        {"id": "share", "text": text("研发占比"), "kind": "share", "of": ["research", "revenue"]},
        {"id": "twice", "text": text("两倍"), "kind": "product", "of": ["share", "2"]},
    ],
    requirements=(
        {
            "id": "enough",
            "kind": "eligibility",
            "text": text("够"),
            "basis": BASIS,
            "condition": "twice >= 6",
        },
    ),
    scoring={
        "total": "10",
        "grades": [{**GRADES[0]}, {**GRADES[1], "at_least": "5"}],
        "groups": [
            group("all", item("it", "10", {"kind": "linear", "input": "twice", "base": "0", "leading": "9"}))
        ],
    },
    money={
        "amounts": [
            {
                "id": "paid",
                "text": text("补"),
                "basis": BASIS,
                "rule": {"kind": "ratio", "input": "twice", "share": "1", "unit": "元"},
            }
        ]
    },
)


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("research", "研发费用"),
        ("fields.water", "领域"),
        ("fields_count", "领域"),
        ("share", "研发占比"),
        ("deals_count", "合同：行数"),
        ("deals_value_sum", "value合计"),
        ("deals_half_sum", "一半合计"),
        ("half", "一半"),
        ("credit.serious", "在严重失信主体名单内"),
        ("nothing_known", "nothing_known"),
    ],
)
def test_a_name_in_words(name: str, zh: str) -> None:
    assert title(SCHEME, name).zh == zh


def test_what_is_missing_are_answers_and_not_the_quantities_made_of_them() -> None:
    known = values(SCHEME, {"revenue": "100"})
    assert behind(SCHEME, known, ["twice", "share", "revenue"]) == ("research", "revenue")
    assert judge_requirements(SCHEME, known)[0].missing == ("research",)
    (line,) = score(SCHEME, known).lines
    assert (line.unknown, line.formula.zh, line.formula.en) == (
        ("research",),
        "缺：研发费用",
        "missing: 研发费用 (en)",
    )
    paid = amounts(SCHEME, known).lines[0]
    assert (paid.missing, paid.formula.zh) == (("research",), "缺：研发费用")


def test_a_division_by_zero_names_the_quantity_itself() -> None:
    known = values(SCHEME, {"research": "5", "revenue": "0"})
    assert (known["share"], known["research"]) == (None, Decimal(5))
    assert behind(SCHEME, known, ["twice"]) == ("share",)
