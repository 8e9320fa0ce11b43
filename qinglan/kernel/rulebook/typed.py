"""Typed rules in Decimal: their forms, and what each makes of its inputs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.packs import ExactNumber, Strict

Inputs = Mapping[str, conditions.Answer]
CENTS = Decimal("0.01")


class BadInput(ValueError):
    """An input is missing or of the wrong kind; the message names it."""


@dataclass(frozen=True)
class Outcome:
    """What a rule made of its inputs: `result` as exact text, its `unit`, and the `formula` with figures put in."""

    result: str
    unit: str
    formula: str


def number(inputs: Inputs, name: str) -> Decimal:
    """The input `name` as an exact number. Raises BadInput; a float is refused."""
    value = inputs.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise BadInput(f"{name} must be given as a number")
    try:
        found = Decimal(value)
    except ArithmeticError as error:
        raise BadInput(f"{name}: {value!r} is no number") from error
    if not found.is_finite():
        raise BadInput(f"{name}: {value!r} is no number")
    return found


def text(inputs: Inputs, name: str) -> str:
    """The input `name` as text. Raises BadInput."""
    value = inputs.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(f"{name} must be given as text")
    return value


def _shown(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


class Amount(Strict):
    """A fixed number: ``{kind: amount, value: "5000", unit: 元}``. No input."""

    kind: Literal["amount"]
    value: ExactNumber
    unit: str

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The number."""
        return Outcome(_shown(self.value), self.unit, _shown(self.value))


class Rates(Strict):
    """A number by key: the input names the row."""

    kind: Literal["rates"]
    input: str
    rows: dict[str, ExactNumber] = Field(min_length=1)
    unit: str

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The number of the row."""
        key = text(inputs, self.input)
        if key not in self.rows:
            raise BadInput(f"{self.input}: there is no row {key!r}")
        return Outcome(_shown(self.rows[key]), self.unit, f"{self.input} = {key}: {_shown(self.rows[key])}")


class Tier(Strict):
    """From the number `over` (not itself included) on, `rate` holds."""

    over: ExactNumber
    rate: ExactNumber


class Tiers(Strict):
    """A rate by steps, on the whole amount or (marginal) on the slice of each step; rounded to 分."""

    kind: Literal["tiers"]
    mode: Literal["whole", "marginal"]
    input: str
    tiers: tuple[Tier, ...] = Field(min_length=1)
    cap: ExactNumber | None = None
    unit: str

    @model_validator(mode="after")
    def _rising(self) -> "Tiers":
        if any(high.over <= low.over for low, high in pairwise(self.tiers)):
            raise ValueError("each tier begins over a higher number than the one before")
        return self

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The amount by rate or rates."""
        base = number(inputs, self.input)
        ends: list[Decimal | None] = [*(tier.over for tier in self.tiers[1:]), None]
        parts: list[tuple[Decimal, Decimal]] = []
        for tier, end in zip(self.tiers, ends, strict=True):
            if base <= tier.over:
                break
            slice_end = base if end is None else min(base, end)
            parts.append((slice_end - tier.over, tier.rate))
        if self.mode == "whole" and parts:
            parts = [(base, parts[-1][1])]
        total = sum((amount * rate for amount, rate in parts), Decimal(0))
        formula = " + ".join(f"{_shown(amount)} × {_shown(rate)}" for amount, rate in parts) or "0"
        if self.cap is not None and total > self.cap:
            total, formula = self.cap, f"min({formula}, {_shown(self.cap)})"
        return Outcome(format(total.quantize(CENTS, ROUND_HALF_UP), "f"), self.unit, formula)


class Thresholds(Strict):
    """A number to be reached (or not passed) by key; the result is true or false."""

    kind: Literal["thresholds"]
    key: str
    input: str
    comparator: Literal["at_least", "at_most"]
    rows: dict[str, ExactNumber] = Field(min_length=1)
    unit: str

    def evaluate(self, inputs: Inputs) -> Outcome:
        """Whether the number reaches its threshold."""
        key, value = text(inputs, self.key), number(inputs, self.input)
        if key not in self.rows:
            raise BadInput(f"{self.key}: there is no row {key!r}")
        limit = self.rows[key]
        met = value >= limit if self.comparator == "at_least" else value <= limit
        sign = "≥" if self.comparator == "at_least" else "≤"
        return Outcome("true" if met else "false", "", f"{_shown(value)} {sign} {_shown(limit)} {self.unit}")


class Linear(Strict):
    """A score between a base value and a leading value, held at both ends; less is better where leading < base."""

    kind: Literal["linear"]
    input: str
    base: ExactNumber
    leading: ExactNumber
    at_base: ExactNumber
    at_leading: ExactNumber
    below_base: ExactNumber | None = None
    places: int = Field(2, ge=0, le=6)
    unit: str

    @model_validator(mode="after")
    def _apart(self) -> "Linear":
        if self.base == self.leading:
            raise ValueError("base and leading value are the same")
        return self

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The score, rounded half up to `places`."""
        value = number(inputs, self.input)
        share = (value - self.base) / (self.leading - self.base)
        if share < 0 and self.below_base is not None:
            score, formula = self.below_base, f"{_shown(value)} misses {_shown(self.base)}"
        else:
            held = min(max(share, Decimal(0)), Decimal(1))
            score = self.at_base + held * (self.at_leading - self.at_base)
            formula = (
                f"{_shown(self.at_base)} + ({_shown(value)} − {_shown(self.base)}) / ({_shown(self.leading)} − "
                f"{_shown(self.base)}) × ({_shown(self.at_leading)} − {_shown(self.at_base)})"
            )
        exact = score.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        return Outcome(format(exact, "f"), self.unit, formula)


class Ratio(Strict):
    """A share of an amount, rounded to 分: 50 % of the net income."""

    kind: Literal["ratio"]
    input: str
    share: ExactNumber = Field(ge=0)
    unit: str

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The share of the amount."""
        base = number(inputs, self.input)
        result = (base * self.share).quantize(CENTS, ROUND_HALF_UP)
        return Outcome(format(result, "f"), self.unit, f"{_shown(base)} × {_shown(self.share)}")


class Period(Strict):
    """A length of time; `qinglan.kernel.periods` counts it. No input."""

    kind: Literal["period"]
    number: int = Field(ge=1)
    unit: Literal["day", "working_day", "week", "month", "year"]

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The number; its unit as in `periods.Unit`."""
        return Outcome(str(self.number), self.unit, f"{self.number} {self.unit}")


class Condition(Strict):
    """Yes or no: the result is true, false or unknown."""

    kind: Literal["condition"]
    expression: str

    @model_validator(mode="after")
    def _readable(self) -> "Condition":
        conditions.names(self.expression)
        return self

    def evaluate(self, inputs: Inputs) -> Outcome:
        """The verdict; what is missing or failed stands in the formula."""
        verdict = conditions.judge(self.expression, inputs)
        reasons = [f"missing: {name}" for name in verdict.missing] + list(verdict.errors)
        return Outcome(verdict.truth.value, "", "; ".join([self.expression, *reasons]))


Content = Annotated[
    Amount | Rates | Tiers | Thresholds | Linear | Ratio | Period | Condition, Field(discriminator="kind")
]


def evaluate(content: Content, inputs: Inputs) -> Outcome:
    """What the rule makes of `inputs`, with 50 digits in between. Raises BadInput."""
    with localcontext() as context:
        context.prec = 50
        return content.evaluate(inputs)


def stored(inputs: Inputs) -> str:
    """`inputs` as canonical text, each value with its type, so that a replay sees the same. Raises BadInput."""
    found: dict[str, list[str | bool | None]] = {}
    for name, value in inputs.items():
        if value is None or isinstance(value, bool):
            found[name] = ["plain", value]
        elif isinstance(value, str):
            found[name] = ["text", value]
        elif isinstance(value, Decimal | int):
            found[name] = ["number", format(Decimal(value), "f")]
        elif isinstance(value, date):
            found[name] = ["date", value.isoformat()]
        else:
            raise BadInput(f"{name}: a {type(value).__name__} can't be stored exactly")
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def restored(text_: str) -> dict[str, conditions.Answer]:
    """What `stored` has written."""
    found: dict[str, conditions.Answer] = {}
    for name, (kind, value) in json.loads(text_).items():
        found[name] = (
            Decimal(value) if kind == "number" else date.fromisoformat(value) if kind == "date" else value
        )
    return found
