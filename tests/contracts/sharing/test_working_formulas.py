"""Each formula of the working paper gives its amount to who reckons it again, in exact fractions."""

import re
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest

from qinglan.contracts.models import Conversion
from qinglan.contracts.sharing.working import Step, steps
from tests.contracts.sharing import made

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
TIERS = [
    (0, {"team": 7000, "学院": 2000, "学校": 1000}),
    (500_000_00, {"team": 8555, "学院": 945, "学校": 500}),
]
ROUNDED = {"cut to the cent": floor, "rounded up to the cent": ceil}


def reckoned_again(how: str) -> Fraction:
    """Sums of products of amounts and percents, as somebody with a sheet of paper takes them."""
    whole = Fraction(0)
    for product in how.split(" + "):
        value, sign = Fraction(1), "×"
        for part in re.split(r" ([×/]) ", product):
            if part in "×/":
                sign = part
                continue
            number = Fraction(part.removesuffix(" %").replace(",", "")) / (100 if part.endswith("%") else 1)
            value = value * number if sign == "×" else value / number
        whole += value
    return whole * 100


def checked(step: Step) -> int:
    """The amount in 分 that the formula of a step leads to, rounded as it says."""
    how, _comma, rounding = step.how.partition(", ")
    exact = reckoned_again(how if "cent" in rounding or "rounding" in rounding or not rounding else step.how)
    if left := re.search(r"and ([\d.]+) that rounding leaves", rounding):
        return floor(exact) + int(Fraction(left[1]) * 100)
    rounded = ROUNDED[rounding](exact) if rounding else exact
    assert rounded == int(rounded), step
    return int(rounded)


def test_tiers_odd_cents_and_two_inventions(who: Who) -> None:
    made.rule(who, tiers=TIERS)
    team = [made.inventor(who, place) for place in (1, 2, 3)]
    both = [
        (made.invention(who, team, [3334, 3333, 3333], title="成果一（演示）"), 3),
        (made.invention(who, team, [5001, 2999, 2000], title="成果二（演示）"), 7),
    ]
    row = made.running(who, both, price=1_234_567_89)
    made.received(who, row, 400_000_01)
    made.spent(who, row, 1_234_57)
    plan = made.shared(who, Conversion.objects.get(pk=row.pk))
    found = [step for step in steps(plan) if "×" in step.how]
    assert [(step.what, checked(step)) for step in found] == [(step.what, step.fen) for step in found]
    assert len(found) > 12
    team_line = next(step for step in found if "85.55 %" in step.how)
    assert (team_line.fen, team_line.how.endswith("rounded up to the cent")) == (316_030_59, True)
