"""How an amount came about, in words with the figures put in, for those who are paid and those who check."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from qinglan.kernel.rulebook import typed
from qinglan.programmes.definition.money import AmountForm, Bracket, Brackets
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging import naming
from qinglan.programmes.judging.words import Words, rounded, shown

ONE = Decimal(1)


def figure(value: Decimal) -> str:
    """The number with separators: ``1,500.5``."""
    return f"{Decimal(shown(value)):,f}"


def yuan(value: Decimal) -> Words:
    """An amount in 元."""
    return Words(f"{figure(value)} 元", f"{figure(value)} yuan")


def by_brackets(
    name: Words, rule: Brackets, value: Decimal, parts: Sequence[tuple[Decimal, Bracket]]
) -> Words:
    """An amount by brackets: `parts` are the sizes that a bracket's rate was taken of; none below the lowest one."""
    if not parts:
        least = yuan(rule.brackets[0].at_least)
        return _named(
            name, value, Words(f"，未达到 {least.zh}，不计", f", less than {least.en}: nothing"), money=True
        )
    parts = [one for one in parts if one[0]] or parts[:1]
    if len(parts) == 1:
        return _named(name, parts[0][0], _at(*parts[0]), money=parts[0][1].rate <= ONE)
    said = [_sized(size, _at(size, one), money=one.rate <= ONE) for size, one in parts]
    return Words(
        f"{name.zh} {figure(value)}，分段计算：{' + '.join(one.zh for one in said)}",
        f"{name.en} {figure(value)}, by slices: {' + '.join(one.en for one in said)}",
    )


def by_rule(definition: Definition, form: AmountForm, inputs: typed.Inputs, outcome: typed.Outcome) -> Words:
    """An amount by a typed rule; the formula itself for a rule that no amount is worked out by."""
    rule = form.rule
    if isinstance(rule, typed.Amount):
        fixed = yuan(rule.value)
        return Words(f"固定金额 {fixed.zh}", f"a fixed {fixed.en}")
    if isinstance(rule, typed.Ratio):
        name = name_of(definition, form, rule.input)
        return _named(name, typed.number(inputs, rule.input), _times(rule.share), money=rule.share <= ONE)
    if isinstance(rule, typed.Rates):
        key = typed.text(inputs, rule.input)
        name, row = name_of(definition, form, rule.input), _row(definition, form, rule.input, key)
        amount = yuan(rule.rows[key])
        return Words(f"{name.zh}为{row.zh}：{amount.zh}", f"{name.en} is {row.en}: {amount.en}")
    if isinstance(rule, typed.Tiers):
        return _by_tiers(name_of(definition, form, rule.input), rule, typed.number(inputs, rule.input))
    return Words(outcome.formula, outcome.formula)


def cannot(definition: Definition, form: AmountForm, inputs: typed.Inputs) -> Words:
    """Why a rule can't be worked out: what was given is no number, or in none of its rows."""
    rule = form.rule
    names = [getattr(rule, field) for field in ("input", "key") if hasattr(rule, field)]
    said = [(name_of(definition, form, name), inputs.get(name)) for name in names]
    zh = "，".join(f"{name.zh}为“{value}”" for name, value in said)
    en = ", ".join(f"{name.en} is “{value}”" for name, value in said)
    return Words(f"{zh}，规则中没有对应的金额", f"{en}: the rule has no amount for it")


def name_of(definition: Definition, form: AmountForm, name: str) -> Words:
    """What an input of the rule means: a question, a quantity, the deals that count, score or grade."""
    source = form.inputs.get(name, name)
    if source in _OWN:
        return _OWN[source]
    claim = definition.money.claim if definition.money is not None else None
    if claim is not None and source == f"{claim.section}_claimed":
        one = naming.title(definition, claim.amount)
        return Words(f"计入的{one.zh}合计", f"Sum of what counts of: {one.en}")
    if claim is not None and source == f"{claim.section}_claimed_count":
        return Words("计入的项数", "Number of those that count")
    return naming.title(definition, source)


_OWN = {"score": Words("得分", "Score"), "grade": Words("等级", "Grade")}


def _row(definition: Definition, form: AmountForm, name: str, key: str) -> Words:
    """A row of a table of rates: the grade, or the option of a question; the key itself where it is neither."""
    source = form.inputs.get(name, name)
    if source == "grade" and definition.scoring is not None:
        for grade in definition.scoring.grades:
            if grade.id == key:
                return Words(grade.text.zh, grade.text.en)
    for section in definition.questions.sections:
        for question in section.questions:
            if question.id == source:
                for option in question.options:
                    if option.id == key:
                        return Words(option.text.zh, option.text.en)
    return Words(f"“{key}”", f"“{key}”")


def _by_tiers(name: Words, rule: typed.Tiers, value: Decimal) -> Words:
    """As `typed.Tiers` takes its slices."""
    ends = [*(high.over for _low, high in pairwise(rule.tiers)), None]
    reached = [
        ((value if end is None else min(value, end)) - tier.over, tier.rate)
        for tier, end in zip(rule.tiers, ends, strict=True)
        if value > tier.over
    ]
    if not reached:
        return _named(name, value, Words("：0", ": 0"), money=True)
    if rule.mode == "whole":
        reached = [(value, reached[-1][1])]
    if len(reached) == 1:
        said = _named(name, reached[0][0], _times(reached[0][1]), money=reached[0][1] <= ONE)
    else:
        slices = [_sized(size, _times(rate), money=rate <= ONE) for size, rate in reached]
        said = Words(
            f"{name.zh} {figure(value)}，分段计算：{' + '.join(one.zh for one in slices)}",
            f"{name.en} {figure(value)}, by slices: {' + '.join(one.en for one in slices)}",
        )
    whole = sum((size * rate for size, rate in reached), Decimal(0))
    return most(said, whole, rule.cap) if rule.cap is not None and whole > rule.cap else said


def most(said: Words, whole: Decimal, cap: Decimal) -> Words:
    """`said` with what it would be, and that it is the cap."""
    would, limit = yuan(rounded(whole, 2)), yuan(cap)
    return Words(f"{said.zh} = {would.zh}，最多 {limit.zh}", f"{said.en} = {would.en}, at most {limit.en}")


def _at(size: Decimal, one: Bracket) -> Words:
    said = _times(one.rate)
    if one.cap is None or size * one.rate <= one.cap:
        return said
    would, limit = yuan(rounded(size * one.rate, 2)), yuan(one.cap)
    return Words(
        f"{said.zh} = {would.zh}，本档最多 {limit.zh}",
        f"{said.en} = {would.en}, at most {limit.en} in this bracket",
    )


def _times(rate: Decimal) -> Words:
    """A share in percent; a rate above one is an amount for each."""
    if rate <= ONE:
        return Words(f" × {figure(rate * 100)} %", f" × {figure(rate * 100)} %")
    each = yuan(rate)
    return Words(f" × {each.zh}", f" × {each.en}")


def _named(name: Words, size: Decimal, rest: Words, *, money: bool) -> Words:
    sized = _sized(size, rest, money=money)
    return Words(f"{name.zh} {sized.zh}", f"{name.en} {sized.en}")


def _sized(size: Decimal, rest: Words, *, money: bool) -> Words:
    base = yuan(size) if money else Words(figure(size), figure(size))
    return Words(f"{base.zh}{rest.zh}", f"{base.en}{rest.en}")
