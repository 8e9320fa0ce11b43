"""计算底稿: how a plan comes about, line by line, for the voucher. Amounts in 分."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    how = f"{number_in(plan.received, 'yuan')} − {number_in(plan.costs, 'yuan')}"
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
            how = (
                f"{number_in(plan.net, 'yuan')} × {number_in(one.price, 'yuan')} / {number_in(price, 'yuan')}"
            )
            words = _("Part of the net income, price above {over}").format(over=number_in(one.over, "yuan"))
            yield Step(words, how, int(one.net), basis)
    for line in plan.lines.all():
        parts = [f"{number_in(int(one.net), 'yuan')} × {percent(one.shares[line.recipient])}" for one in cut]
        tail = _("takes what rounding leaves") if line.recipient == rule.tail else ""
        yield Step(recipient_words(line.recipient), " + ".join(parts), line.amount, tail or basis)


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
            yield Step(str(one.invention), how, amount)
    lines = plan.part_lines.select_related("contributor__inventor", "contributor__invention")
    for line in lines:
        invention = line.contributor.invention
        how = f"{number_in(of[invention.pk], 'yuan')} × {percent(line.part)}"
        yield Step(
            line.contributor.inventor.name, how, line.amount, f"{invention.number} {invention.parts_basis}"
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
