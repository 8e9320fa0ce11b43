"""计算底稿: how a plan comes about, line by line, for the voucher. Amounts in 分."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _

from qinglan.contracts.models import Base, Distribution
from qinglan.contracts.sharing import arithmetic
from qinglan.contracts.sharing.floors import source_words
from qinglan.contracts.sharing.numbers import percent
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.words import recipient_words
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.web.money import number_in


@dataclass(frozen=True)
class Step:
    """One line: what it is, how it comes about, the amount in 分 (None: no amount), what it rests on."""

    what: str
    how: str
    fen: int | None
    basis: str = ""


def steps(plan: Distribution, *, persons: bool = True) -> list[Step]:
    """All lines of a plan; those of persons only where the reader may see them."""
    found = [*_income(plan), *_slices(plan), *_floor(plan)]
    return [*found, *_people(plan), *_taxes(plan)] if persons else found


def _income(plan: Distribution) -> Iterator[Step]:
    if plan.base != Base.NET:
        yield Step(str(plan.get_base_display()), str(plan.year or ""), plan.net, plan.evidence)
        return
    came = 0
    for one in plan.receipts.all():
        came += one.amount
        yield Step(_("Received on {day}").format(day=one.received_on), "+", one.amount, one.receipt)
    if came > plan.received:
        yield Step(_("Refunded since of what was shared out before"), "−", came - plan.received)
    elif came < plan.received:
        yield Step(_("Refund before that was taken back since"), "+", plan.received - came)
    for carried in plan.carried.select_related("cost"):
        cost = carried.cost
        words = sharing().cost_words(cost.kind)
        if cost.reverses_id:
            yield Step(
                _("{cost}, taken back").format(cost=words), "+", cost.amount, f"{cost.voucher} {cost.note}"
            )
        else:
            yield Step(words, "−", cost.amount, cost.voucher)
    sign = "+" if plan.costs < 0 else "−"  # More was taken back than spent.
    how = f"{number_in(plan.received, 'yuan')} {sign} {number_in(abs(plan.costs), 'yuan')}"
    yield Step(_("Net income"), how, plan.net, source_words(sharing().costs.source))


def _slices(plan: Distribution) -> Iterator[Step]:
    conversion = plan.conversion
    rule = conversion.rule.reckoned()
    basis = f"{conversion.rule} V{conversion.rule.version}"
    if plan.team_share is not None:
        rule, basis = arithmetic.with_team_share(rule, plan.team_share), plan.share_basis
    price = conversion.price if plan.base == Base.NET else 0
    cut = arithmetic.slices(rule, price, plan.net)
    if len(cut) > 1:
        for one in cut:
            words = _("Part of the net income, price above {over}").format(over=number_in(one.over, "yuan"))
            how = _rounded(_part_of(plan.net, one, price), one.net, int(one.net))
            yield Step(words, how, int(one.net), basis)
    for line in plan.lines.all():
        parts = [f"{_part_of(plan.net, one, price)} × {percent(one.shares[line.recipient])}" for one in cut]
        exact = sum((one.net * one.shares[line.recipient] / arithmetic.WHOLE for one in cut), Fraction(0))
        tail = _("takes what rounding leaves") if line.recipient == rule.tail else ""
        how = _rounded(" + ".join(parts), exact, line.amount)
        yield Step(recipient_words(line.recipient), how, line.amount, tail or basis)


def _part_of(net: int, one: arithmetic.Slice, price: int) -> str:
    """The exact part of the net income that lies in a tier, for who reckons it again."""
    whole = number_in(net, "yuan")
    return (
        whole
        if one.price in (0, price)
        else f"{whole} × {number_in(one.price, 'yuan')} / {number_in(price, 'yuan')}"
    )


def _rounded(how: str, exact: Fraction, given: int) -> str:
    """The formula, and what was done about parts of a 分."""
    if exact == given:
        return how
    if given == floor(exact):
        return _("{formula}, cut to the cent").format(formula=how)
    if given == ceil(exact):
        return _("{formula}, rounded up to the cent").format(formula=how)
    return _("{formula}, and {rest} that rounding leaves").format(
        formula=how, rest=number_in(given - floor(exact), "yuan")
    )


def _floor(plan: Distribution) -> Iterator[Step]:
    if plan.floor is not None:
        version = plan.floor.version
        share = _share_of(plan)
        how = f"{number_in(plan.net, 'yuan')} × {percent(share)}"
        least = arithmetic.at_least(plan.net, share)
        yield Step(_("Legal minimum for the inventors"), how, least, source_words(version))


def _share_of(plan: Distribution) -> int:
    assert plan.floor is not None
    return int(content_of(plan.floor.version).share * arithmetic.WHOLE)  # type: ignore[union-attr]


def _people(plan: Distribution) -> Iterator[Step]:
    weights = list(plan.conversion.parts.select_related("invention"))
    amounts = arithmetic.by_weight(plan.team, [one.weight for one in weights])
    whole = sum(one.weight for one in weights)
    of = {one.invention_id: amount for one, amount in zip(weights, amounts, strict=True)}
    for one, amount in zip(weights, amounts, strict=True):
        if len(weights) > 1:
            how = f"{number_in(plan.team, 'yuan')} × {one.weight} / {whole}"
            yield Step(
                str(one.invention), _rounded(how, Fraction(plan.team * one.weight, whole), amount), amount
            )
    lines = plan.part_lines.select_related("contributor__inventor", "contributor__invention")
    for line in lines:
        invention = line.contributor.invention
        how = f"{number_in(of[invention.pk], 'yuan')} × {percent(line.part)}"
        yield Step(
            line.contributor.inventor.name,
            _rounded(how, Fraction(of[invention.pk] * line.part, arithmetic.WHOLE), line.amount),
            line.amount,
            f"{invention.number} {invention.parts_basis}",
        )


def _taxes(plan: Distribution) -> Iterator[Step]:
    for one in plan.rewards.select_related("inventor"):
        if one.counted is None or one.added is None or one.withheld is None:
            continue
        name = one.inventor.name
        share = percent(one.counted * arithmetic.WHOLE // one.amount) if one.amount else ""
        yield Step(
            _("{name}: counted as salary").format(name=name),
            f"{number_in(one.amount, 'yuan')} × {share}",
            one.counted,
            str(one.get_halved_display()),
        )
        without = one.withheld - one.added
        yield Step(
            _("{name}: tax due to the reward").format(name=name),
            f"{number_in(one.withheld, 'yuan')} − {number_in(without, 'yuan')}",
            one.added,
            _("month of {month}: cumulative withholding with and without the reward").format(
                month=one.pay_on.strftime("%Y-%m") if one.pay_on else ""
            ),
        )
        yield Step(
            _("{name}: paid out").format(name=name),
            f"{number_in(one.amount, 'yuan')} − {number_in(one.added, 'yuan')}",
            one.amount - one.added,
            one.voucher,
        )
