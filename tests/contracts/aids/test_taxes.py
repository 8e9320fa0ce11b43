"""The vectors of the handbook (3.3, 6.5), and what holds of every year and gain."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.aids import corporate_income, other, personal_income
from qinglan.contracts.aids.corporate_income import Deal, relief
from qinglan.contracts.aids.pack import on, taxes
from qinglan.contracts.aids.personal_income import Facts, Year, tax_on, withheld

YEAR = Year(salary=20_000_00, social=2_000_00, additional=2_000_00, other=0, reward=600_000_00, month=6)
FACTS = Facts(
    paid_on=date(2026, 6, 30), received_on=date(2026, 5, 11), mode="transfer", unit_qualifies=True,
    kind_qualifies=True, is_contributor=True, was_noticed=True, is_registered=True, kept_apart=True,
)  # fmt: skip
RULE = taxes().personal_income[0]


def test_the_reward_of_the_handbook() -> None:
    months = withheld(YEAR, RULE, Decimal("0.5"))
    assert (months[5].withheld, months[6].withheld, sum(one.withheld for one in months)) == (
        56_600_00, 2_750_00, 76_680_00,
    )  # fmt: skip
    assert sum(one.withheld for one in withheld(YEAR, RULE, Decimal(1))) == 170_280_00
    assert sum(one.withheld for one in withheld(replace(YEAR, reward=0), RULE, Decimal(1))) == 10_680_00


def test_the_answer_says_what_is_saved_and_from_which_rule() -> None:
    found = personal_income.answer(YEAR, FACTS)
    assert found.verdict == "yes"
    assert [line.fen for line in found.lines][-4:] == [76_680_00, 170_280_00, 10_680_00, 93_600_00]
    assert [one.document for one in found.sources] == [
        "财税〔2018〕58号", "个人所得税法及其实施条例；税务总局公告2018年第61号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"received_on": date(2023, 6, 30)}, "yes"),
        ({"received_on": date(2023, 6, 29)}, "no"),
        ({"received_on": None}, "unknown"),
        ({"mode": "equity"}, "no"),
        ({"mode": ""}, "unknown"),
        ({"unit_qualifies": False}, "no"),
        ({"kind_qualifies": False}, "no"),
        ({"kind_qualifies": None}, "unknown"),
        ({"was_noticed": None}, "unknown"),
        ({"is_registered": False, "was_noticed": None}, "no"),
        ({"paid_on": date(2018, 6, 30)}, "unknown"),
    ],
)
def test_each_condition_decides(changes: dict[str, object], verdict: str) -> None:
    found = personal_income.answer(YEAR, replace(FACTS, **changes))  # type: ignore[arg-type]
    assert found.verdict == verdict
    if verdict == "no":
        assert found.lines[-4].fen == 170_280_00


def test_the_gain_of_the_handbook() -> None:
    assert relief(880_000_000, taxes().corporate_income[0]) == (690_000_000, 47_500_000)
    deal = Deal(date(2026, 3, 2), 1200_0000_00, 300_0000_00, 20_0000_00, True, False, "transfer", None)
    found = corporate_income.answer(deal)
    assert (found.verdict, [line.fen for line in found.lines]) == (
        "yes",
        [1200_0000_00, 300_0000_00, 20_0000_00, 880_0000_00, 690_0000_00, 47_5000_00, 220_0000_00],
    )


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"is_related": True}, "no"),
        ({"is_registered": None}, "unknown"),
        ({"mode": "licence", "licence_years": 5}, "yes"),
        ({"mode": "licence", "licence_years": 4}, "no"),
        ({"mode": "licence"}, "unknown"),
    ],
)
def test_the_relief_has_conditions(changes: dict[str, object], verdict: str) -> None:
    deal = Deal(date(2026, 3, 2), 1200_0000_00, 300_0000_00, 20_0000_00, True, False, "transfer", None)
    found = corporate_income.answer(replace(deal, **changes))  # type: ignore[arg-type]
    assert found.verdict == verdict
    relieved, tax = found.lines[4].fen, found.lines[5].fen
    assert (relieved, tax) == ((690_0000_00, 47_5000_00) if verdict == "yes" else (0, 220_0000_00))


SERVICE = other.Contract(
    day=date(2026, 3, 2), kind="service", belongs_to_exempt=True, same_invoice=True, is_written=True,
    has_opinion=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "yes"),
        ({"same_invoice": False}, "no"),
        ({"same_invoice": None}, "unknown"),
        ({"belongs_to_exempt": False}, "no"),
        ({"belongs_to_exempt": None}, "unknown"),
        ({"is_written": False}, "no"),
        ({"is_written": None}, "unknown"),
        ({"has_opinion": False}, "no"),
        ({"has_opinion": None}, "unknown"),
        ({"same_invoice": None, "has_opinion": False}, "no"),
        ({"kind": ""}, "unknown"),
        ({"kind": "consulting"}, "yes"),
        ({"kind": "consulting", "same_invoice": False}, "no"),
    ],
)
def test_each_condition_decides_about_vat(changes: dict[str, object], verdict: str) -> None:
    found = other.vat(replace(SERVICE, **changes))  # type: ignore[arg-type]
    assert (found.verdict, len(found.points)) == (verdict, 4)


@pytest.mark.parametrize("kind", other.EXEMPT_KINDS)
@pytest.mark.parametrize("same_invoice", [False, None, True])
def test_the_invoice_is_asked_of_services_alone(kind: str, same_invoice: bool | None) -> None:
    own = replace(SERVICE, kind=kind, belongs_to_exempt=None, same_invoice=same_invoice)
    assert [point.met for point in other.vat(own).points] == [True, True, True]
    assert other.vat(replace(own, is_written=False)).verdict == "no"
    assert other.vat(replace(own, has_opinion=None)).verdict == "unknown"


@pytest.mark.parametrize("name", ["is_resident", "only_shares", "is_filed"])
@pytest.mark.parametrize(("said", "verdict"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_each_condition_decides_about_the_deferral(name: str, said: bool | None, verdict: str) -> None:
    all_said = other.Contribution(date(2026, 3, 2), is_resident=True, only_shares=True, is_filed=True)
    found = other.shares(replace(all_said, **{name: said}))
    assert (found.verdict, [point.met for point in found.points].count(said)) == (
        verdict, 3 if said else 1,
    )  # fmt: skip


def test_there_is_no_deferral_before_its_rule() -> None:
    early = other.Contribution(date(2016, 8, 31), is_resident=True, only_shares=True, is_filed=True)
    assert other.shares(early).verdict == "unknown"


def test_rules_hold_from_their_first_to_their_last_day() -> None:
    vat = taxes().vat
    assert on(vat, date(2016, 4, 30)) is None
    assert on(vat, date(2025, 12, 31)) == vat[0]
    assert on(vat, date(2027, 12, 31)) == vat[1]
    assert on(vat, date(2028, 1, 1)) is None


@given(st.integers(0, 10**10), st.integers(0, 10**8))
def test_tax_rises_with_what_is_taxed_and_never_jumps(taxable: int, more: int) -> None:
    lower, upper = tax_on(taxable, RULE), tax_on(taxable + more, RULE)
    assert 0 <= lower <= upper <= lower + more * Decimal("0.45") + 1


@given(
    st.builds(
        Year, st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**5),
        st.integers(0, 10**9), st.integers(1, 12),
    )
)  # fmt: skip
def test_a_year_is_withheld_to_the_tax_of_its_last_month_or_more(year: Year) -> None:
    months = withheld(year, RULE, Decimal("0.5"))
    assert all(one.withheld >= 0 for one in months)
    assert sum(one.withheld for one in months) == max(tax_on(one.taxable, RULE) for one in months)
    assert sum(one.withheld for one in months) <= sum(
        one.withheld for one in withheld(year, RULE, Decimal(1))
    )


@given(st.integers(-(10**9), 10**11))
def test_relief_is_never_more_than_the_gain(gain: int) -> None:
    rule = taxes().corporate_income[0]
    relieved, tax = relief(gain, rule)
    assert 0 <= relieved <= max(0, gain)
    assert 0 <= tax <= max(0, gain) * rule.rate


@pytest.mark.parametrize(
    ("income", "costs", "relieved", "formulas"),
    [
        (
            1200_0000_00, 300_0000_00, 690_0000_00,
            ["12,000,000.00 − 3,000,000.00 − 200,000.00", "5,000,000.00 + (8,800,000.00 − 5,000,000.00) × 50 %",
             "(8,800,000.00 − 6,900,000.00) × 25 %", "8,800,000.00 × 25 %"],
        ),
        (
            420_0000_00, 0, 400_0000_00,
            ["4,200,000.00 − 0.00 − 200,000.00", "4,000,000.00", "(4,000,000.00 − 4,000,000.00) × 25 %",
             "4,000,000.00 × 25 %"],
        ),
        (10_0000_00, 0, 0, ["100,000.00 − 0.00 − 200,000.00", "", "", ""]),
    ],
)  # fmt: skip
def test_the_reckoning_of_a_gain_shows_its_figures(
    income: int, costs: int, relieved: int, formulas: list[str]
) -> None:
    deal = Deal(date(2026, 3, 2), income, costs, 20_0000_00, True, False, "transfer", None)
    lines = corporate_income.answer(deal).lines
    assert [line.how for line in lines[3:]] == formulas
    assert lines[4].fen == relieved


@pytest.mark.parametrize(
    ("received", "in_time"),
    [
        (date(2023, 6, 30), True), (date(2023, 6, 29), False), (date(2026, 6, 30), True),
        (date(2026, 7, 1), False), (None, None),
    ],
)  # fmt: skip
def test_a_reward_is_paid_after_the_income_and_within_three_years(
    received: date | None, in_time: bool | None
) -> None:
    points = personal_income.conditions(replace(FACTS, received_on=received), taxes().cash_reward[0])
    assert points[1].met is in_time


@pytest.mark.parametrize(
    ("day", "document"),
    [
        (date(2016, 4, 30), []), (date(2016, 5, 1), ["财税〔2016〕36号附件3"]),
        (date(2025, 12, 31), ["财税〔2016〕36号附件3"]), (date(2026, 1, 1), ["财政部 税务总局公告2026年第10号"]),
        (date(2027, 12, 31), ["财政部 税务总局公告2026年第10号"]), (date(2028, 1, 1), []),
    ],
)  # fmt: skip
def test_the_exemption_from_vat_names_the_rule_of_the_day(day: date, document: list[str]) -> None:
    found = other.vat(other.Contract(day, "transfer", None, None, True, True))
    assert [one.document for one in found.sources] == document
    assert found.verdict == ("yes" if document else "unknown")
