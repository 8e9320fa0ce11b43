"""What a case is paid: amounts by typed rules and caps, and which deals count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

from qinglan.kernel.rulebook import typed
from qinglan.kernel.rulebook.conditions import Answer
from qinglan.kernel.rulebook.packs import Text
from qinglan.programmes.definition.money import AmountForm, Bracket, Brackets, Claim
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging import amount_words
from qinglan.programmes.judging.amount_words import yuan
from qinglan.programmes.judging.derived import PRECISION
from qinglan.programmes.judging.naming import behind, lacking
from qinglan.programmes.judging.words import Words, rounded

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AmountLine:
    """An amount in 元, or None where something is `missing`; how it came about; what of it the team may get."""

    id: str
    text: Text
    amount: Decimal | None
    formula: Words
    missing: tuple[str, ...] = ()
    team_at_most: Decimal | None = None

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "text": self.text.model_dump(),
            "amount": None if self.amount is None else str(self.amount),
            "formula": self.formula.stored(),
            "missing": list(self.missing),
            "team_at_most": None if self.team_at_most is None else str(self.team_at_most),
        }


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A deal of the claim: its place in the section (from 1), key, amount in 元, whether it counts, else why not."""

    number: int
    key: str
    amount: Decimal | None
    counts: bool
    reason: Words

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "number": self.number,
            "key": self.key,
            "amount": None if self.amount is None else str(self.amount),
            "counts": self.counts,
            "reason": self.reason.stored(),
        }


@dataclass(frozen=True, slots=True)
class Amounts:
    """All amounts of a case, and its deals where the scheme pays by deals."""

    lines: tuple[AmountLine, ...]
    rows: tuple[ClaimRow, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {"lines": [one.stored() for one in self.lines], "rows": [one.stored() for one in self.rows]}


def amounts(
    definition: Definition,
    values: Mapping[str, Answer],
    tables: Mapping[str, Sequence[Mapping[str, Answer]]] | None = None,
    *,
    claimed: Mapping[str, str] | None = None,
    paid: Mapping[str, Decimal] | None = None,
) -> Amounts:
    """The amounts of a case.

    `values` and `tables` are those of `values.worked_out`, with ``score`` and ``grade`` added where rules ask
    for them. `claimed` are deals already claimed, by key, with a name for the first claim; `paid` is what the
    organisation already got this year, by amount, in 元. Raises ValueError where the scheme has no money.
    """
    money = definition.money
    if money is None:
        raise ValueError(f"{definition.manifest.slug} pays nothing")
    with localcontext() as context:
        context.prec = PRECISION
        rows: tuple[ClaimRow, ...] = ()
        known = dict(values)
        if money.claim is not None:
            rows = _claim(money.claim, (tables or {}).get(money.claim.section, ()), claimed or {})
            counted = [row.amount for row in rows if row.counts]
            unknown = any(row.amount is None and row.counts for row in rows)
            known[f"{money.claim.section}_claimed"] = (
                None if unknown else sum((one for one in counted if one is not None), ZERO)
            )
            known[f"{money.claim.section}_claimed_count"] = Decimal(len(counted))
        lines = tuple(_line(definition, form, known, (paid or {}).get(form.id)) for form in money.amounts)
        return Amounts(lines, rows)


def _claim(
    claim: Claim, table: Sequence[Mapping[str, Answer]], claimed: Mapping[str, str]
) -> tuple[ClaimRow, ...]:
    seen: dict[str, int] = {}
    rows: list[ClaimRow] = []
    for number, row in enumerate(table, start=1):
        key = str(row.get(claim.key) or "").strip()
        amount = row.get(claim.amount)
        related = row.get(claim.related) if claim.related else False
        reason = _why_not(key, related, seen, claimed)
        if key:
            seen.setdefault(key, number)
        rows.append(
            ClaimRow(
                number, key, amount if isinstance(amount, Decimal) else None, reason is None, reason or OK
            )
        )
    return tuple(rows)


OK = Words("计入", "counts")


def _why_not(key: str, related: Answer, seen: Mapping[str, int], claimed: Mapping[str, str]) -> Words | None:
    if not key:
        return Words("没有编号，不计入", "has no number and doesn't count")
    if related is True:
        return Words("关联交易，不计入", "a deal between related parties doesn't count")
    if related is None:
        return Words("是否关联交易未答，不计入", "not known whether the parties are related; doesn't count")
    if key in seen:
        return Words(f"与第 {seen[key]} 行重复，只计一次", f"the same as row {seen[key]}; counts once")
    if key in claimed:
        return Words(f"已由 {claimed[key]} 申领", f"already claimed by {claimed[key]}")
    return None


def _line(
    definition: Definition, form: AmountForm, known: Mapping[str, Answer], paid: Decimal | None
) -> AmountLine:
    asked = inputs_of(form)
    inputs = {name: known.get(source) for name, source in asked.items()}
    missing = tuple(asked[name] for name, value in inputs.items() if value is None)
    if missing:
        missing = behind(definition, known, missing)
        return AmountLine(form.id, form.text, None, lacking(definition, missing), missing)
    try:
        if isinstance(form.rule, Brackets):
            value = typed.number(inputs, form.rule.input)
            amount, parts = bracketed(form.rule, value)
            name = amount_words.name_of(definition, form, form.rule.input)
            said = amount_words.by_brackets(name, form.rule, value, parts)
        else:
            outcome = typed.evaluate(form.rule, inputs)
            amount = rounded(Decimal(outcome.result), 2)
            said = amount_words.by_rule(definition, form, inputs, outcome)
    except typed.BadInput:
        said = amount_words.cannot(definition, form, inputs)
        return AmountLine(form.id, form.text, None, said, tuple(asked.values()))
    if form.cap_case is not None and amount > form.cap_case:
        amount = form.cap_case
        most = yuan(amount)
        said = Words(f"{said.zh}；单件最多 {most.zh}", f"{said.en}; at most {most.en} a case")
    if form.cap_organisation_year is not None:
        left = max(form.cap_organisation_year - (paid or ZERO), ZERO)
        if amount > left:
            amount = left
            most, rest = yuan(form.cap_organisation_year), yuan(left)
            said = Words(
                f"{said.zh}；本单位本年最多 {most.zh}，还可得 {rest.zh}",
                f"{said.en}; at most {most.en} a year, {rest.en} left",
            )
    team = None if form.share_of_team is None else rounded(amount * form.share_of_team / 100, 2)
    return AmountLine(form.id, form.text, rounded(amount, 2), said, team_at_most=team)


def inputs_of(form: AmountForm) -> dict[str, str]:
    """The inputs of the amount's rule, each with the name of the form that it takes."""
    rule = form.rule
    if isinstance(rule, typed.Condition):
        return {}
    names = [getattr(rule, field) for field in ("input", "key") if hasattr(rule, field)]
    return {name: form.inputs.get(name, name) for name in names}


def bracketed(rule: Brackets, value: Decimal) -> tuple[Decimal, list[tuple[Decimal, Bracket]]]:
    """The amount in 元 by brackets, rounded to 分, and of what size each rate was taken."""
    reached = [one for one in rule.brackets if value >= one.at_least]
    if not reached:
        return ZERO, []
    if rule.mode == "whole":
        parts = [(value, reached[-1])]
    else:
        ends = [high.at_least for _low, high in pairwise(reached)] + [value]
        parts = [(end - one.at_least, one) for end, one in zip(ends, reached, strict=True)]
    paid = [size * one.rate if one.cap is None else min(size * one.rate, one.cap) for size, one in parts]
    return rounded(sum(paid, ZERO), 2), parts
