"""The pre-check: each fault by its code, and nothing else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.registering.deduction import Cost
from qinglan.contracts.registering.facts import Facts, Side
from qinglan.contracts.registering.precheck import CODES, precheck
from tests.contracts.registering.test_deduction import RULES

SELLER = Side("青川大学（演示）", "12500106DEM0015199", "142", "500106", "022")
BUYER = Side("青川环保（演示）有限公司", "91500109DEM001228C", "142", "500109", "150")
GOOD = Facts(
    title="节水技术许可（演示）",
    kind="licence",
    form="patent_licence",
    classification={
        "tech_field": "6", "plan_source": "none", "ip_kind": "invention", "goal": "01", "industry": "C",
        "payment_mode": "once",
    },
    seller=SELLER,
    buyer=BUYER,
    amount=200_00,
    technology_amount=200_00,
    milestones=200_00,
    cost_rules=RULES,
    signed_on=date(2026, 1, 10),
    begins_on=date(2026, 1, 10),
    ends_on=date(2028, 1, 9),
    today=date(2026, 2, 1),
    is_related=False,
    contract_state="in_force",
    large_from=5_000_000_00,
    office_area="5000",
    unlikely_words=("采购",),
    papers=1,
)  # fmt: skip
ABROAD = replace(SELLER, country="502", territory="", code="")


def codes(facts: Facts) -> list[str]:
    return [one.code for one in precheck(facts)]


def test_what_is_complete_has_no_finding() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": " "}, ["title_missing"]),
        ({"title": "设备采购（演示）"}, ["unlikely_subject"]),
        ({"form": ""}, ["not_classified"]),
        ({"kind": "transfer", "new_investment": 0}, ["expectations_missing"]),
        ({"kind": "transfer", "new_investment": 0, "new_output": 100_00}, []),
        ({"seller": replace(ABROAD, country="701")}, ["country_unknown"]),
        ({"classification": GOOD.classification | {"goal": ""}}, ["not_classified"]),
        ({"classification": GOOD.classification | {"ip_kind": "none"}}, ["no_right_in_transfer"]),
        ({"seller": replace(SELLER, name="")}, ["party_incomplete"]),
        ({"buyer": replace(BUYER, territory="")}, ["party_incomplete"]),
        ({"buyer": replace(BUYER, code="")}, ["party_without_code"]),
        ({"buyer": replace(BUYER, code_is_bad=True)}, ["party_code_wrong"]),
        ({"buyer": SELLER}, ["same_party"]),
        ({"amount": None}, ["amount_missing"]),
        ({"amount": 0}, ["amount_missing"]),
        ({"milestones": 199_00}, ["milestones_differ"]),
        ({"technology_amount": None}, ["technology_missing"]),
        ({"technology_amount": 200_01}, ["technology_above_amount"]),
        ({"technology_amount": 0}, ["nothing_technical"]),
        ({"technology_amount": 199_99}, ["amounts_do_not_add_up"]),
        ({"costs": (Cost("equipment", 50_00),)}, ["amounts_do_not_add_up"]),
        ({"costs": (Cost("equipment", 50_00),), "technology_amount": 150_00}, []),
        ({"costs": (Cost("subject", 30_00, 3),), "technology_amount": 190_00}, ["many_sets"]),
        ({"technology_income": 200_01}, ["income_above_technology"]),
        ({"large_from": 200_00}, ["large"]),
        ({"signed_on": None}, ["not_signed"]),
        ({"signed_on": date(2026, 2, 2)}, ["signed_in_future"]),
        ({"ends_on": None}, ["period_missing"]),
        ({"ends_on": date(2026, 1, 9)}, ["ends_before_it_begins"]),
        ({"contract_state": "signing"}, ["contract_not_in_force"]),
        ({"contract_state": "terminated"}, ["contract_ended"]),
        ({"is_related": None}, ["relation_not_said"]),
        ({"is_related": True, "related_note": "同一控股股东（演示）"}, ["related_parties"]),
        ({"is_related": True}, ["related_parties", "relation_without_note"]),
        ({"twins": ("2026500001000123",)}, ["looks_registered"]),
        ({"papers": 0}, ["no_paper"]),
        ({"office_area": "5115"}, ["another_place"]),
        ({"office_area": "500000"}, []),
        ({"seller": ABROAD}, []),
        ({"seller": ABROAD, "buyer": replace(ABROAD, name="另一家（演示）")}, ["no_side_at_home"]),
    ],
)
def test_each_fault_has_its_code(change: dict[str, Any], expected: list[str]) -> None:
    assert codes(replace(GOOD, **change)) == expected


def test_nothing_said_names_all_that_is_missing_and_no_amount_twice() -> None:
    found = precheck(Facts())
    assert {one.code for one in found} == {
        "title_missing", "not_classified", "party_incomplete", "party_without_code", "amount_missing",
        "not_signed", "period_missing", "relation_not_said", "no_paper",
    }  # fmt: skip
    assert len({(one.code, one.field) for one in found}) == len(found)


MAYBE = st.none() | st.integers(-5, 10**6)


@given(
    amount=MAYBE,
    technology=MAYBE,
    income=st.none() | st.integers(0, 10**6),
    costs=st.lists(
        st.builds(Cost, st.sampled_from(sorted(RULES)), st.integers(0, 10**6), st.integers(1, 9)), max_size=4
    ),
)
def test_whatever_is_said_findings_are_known_and_sound_values_add_up(
    amount: int | None, technology: int | None, income: int | None, costs: list[Cost]
) -> None:
    facts = replace(
        GOOD, amount=amount, technology_amount=technology, technology_income=income, costs=tuple(costs),
        milestones=amount,
    )  # fmt: skip
    found = set(codes(facts))
    assert found <= CODES
    stopping = {"amount_missing", "technology_missing", "technology_above_amount", "nothing_technical", "amounts_do_not_add_up"}  # fmt: skip
    if not found & stopping:
        assert amount is not None
        assert technology is not None
        assert 0 < technology <= amount
