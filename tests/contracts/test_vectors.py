"""Figures of the handbook that no other test of contracts reckons; the rest stands beside what it is about.

| what | expected | where |
|---|---|---|
| reward of 600,000 in June | 56,600.00; July 2,750.00; year 76,680.00; whole 170,280.00; none 10,680.00 | `aids/test_taxes.py`, `sharing/test_paying.py` |
| transfer of 1,200 less 300 and 20 万 | relief 690 万, tax 47.5 万 | `aids/test_taxes.py`, `aids/test_pages.py` |
| stamp duty of 200 万 | 600.00 of each side | `aids/test_of_contract.py` |
| 200 万 in, 20 万 costs, 70 % | net 180 万, team 126 万 | `sharing/test_arithmetic.py`, `sharing/test_life.py` |
| floors 50, 50 and 5 %, main contributors half | refused with the article | `sharing/test_pack.py`, `sharing/test_life.py` |
| notices of 15 days and 15 working days; return by the 15th | periods | `sharing/test_pack.py` |
| leave of three years and three more | last days | `mobility/test_conditions.py` |
| 15 and 30 working days, experts from 500 万 | periods | `registering/test_pack.py` |
| numbers of 14 and 16 digits | patterns | `registering/test_numbers.py` |
| technology value within the price; 210 on 200 万 | refused | `registering/test_precheck.py` |
| two sets of the subject stay in the technology value | deductions | `registering/test_deduction.py` |
| 600, 1,000, 4,000 万 and 1 亿 of deals | 12, 15, 50, 80 万 | `settling/test_deals.py` |
| 500 万 at 3 % | 15 万, after receipt | `settling/test_fees.py` |
| 1,000 and 5,000 万 in slices; growth; codes | below | here |
"""

from decimal import Decimal

import pytest

from qinglan.kernel.codes.checks import is_uscc
from qinglan.kernel.measures.growth import compound_growth
from tests.programmes.judging.test_amounts import CLAIM, SLICES, deal, paying, worked

WAN = 10_000


@pytest.mark.parametrize(("wan", "expected"), [(1_000, 5), (5_000, 21)])
def test_deals_are_paid_in_slices_where_a_scheme_says_so(wan: int, expected: int) -> None:
    made = worked(paying(SLICES, claim=CLAIM), rows={"deals": [deal("2026500001000001", str(wan * WAN))]})
    assert [line.amount for line in made.lines] == [Decimal(expected * WAN)]


@pytest.mark.parametrize(("base", "latest", "percent"), [("2000", "3456", "20.00"), ("180", "300", "18.56")])
def test_growth_is_reckoned_from_the_year_before_the_plan(base: str, latest: str, percent: str) -> None:
    assert str(compound_growth(Decimal(base), Decimal(latest), 3)) == percent


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "11500000MB15895317", "91500112MA5GRN019F", "91511902MA6GRN0291", "125001064507000127", "5250000050GRN00300"],
)  # fmt: skip
def test_codes_of_parties_check_and_fail_with_one_character_changed(code: str) -> None:
    other = "1" if code[-1] != "1" else "2"
    assert (is_uscc(code), is_uscc(code[:-1] + other)) == (True, False)
