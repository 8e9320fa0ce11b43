"""Verbs on distribution plans 分配方案: draft one, record its equity, drop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.contracts.domain.conversion_state import locked, touch
from qinglan.contracts.domain.distribution_state import locked_plan, set_distribution_state
from qinglan.contracts.models import (
    SOLD,
    Base,
    Conversion,
    ConversionState,
    DistributedCost,
    DistributedReceipt,
    Distribution,
    DistributionState,
    Head,
    Inventor,
    PartLine,
    Reward,
    RewardState,
    ShareLine,
    Way,
)
from qinglan.contracts.sharing import arithmetic, recorded, todos
from qinglan.contracts.sharing.arithmetic import TEAM, BadSharing
from qinglan.contracts.sharing.floors import require_floor, require_main_share, source_words
from qinglan.contracts.sharing.income import ToShare, to_share
from qinglan.contracts.sharing.pack import Floor, sharing
from qinglan.contracts.sharing.profit_years import require_year
from qinglan.contracts.sharing.queries import standing
from qinglan.contracts.sharing.words import fault_words
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.once import once
from qinglan.kernel.rulebook.domain.evaluation import evaluate
from qinglan.kernel.rulebook.models import Evaluation
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.web.money import FEN, money


@dataclass(frozen=True)
class Asked:
    """What the person drafting says besides what is on record.

    `team_share` (ten-thousandths) and `share_basis`: agreed with the inventors in place of the unit rule. `amount`,
    `year` and `evidence`: equity, or the operating profit of a year. `no_profit`: that years between had none, with
    the proof; it is kept with the evidence.
    """

    team_share: int | None = None
    share_basis: str = ""
    amount: int = 0
    year: int | None = None
    evidence: str = ""
    no_profit: str = ""

    @property
    def proof(self) -> str:
        """The proof of the amount, and that of years without profit."""
        return "；".join(text for one in (self.evidence, self.no_profit) if (text := one.strip()))


@dataclass(frozen=True)
class _Share:
    """The reward of a contributor for one invention."""

    contributor: Any
    amount: int


def draft_distribution(*, acting_user: Any, conversion: Conversion, asked: Asked) -> Distribution:
    """Share out what came in and stands in no plan yet, or equity, or a year's profit.

    In this order: lock the conversion; what is to share, less costs and reversals; the shares by the unit rule or by
    agreement, held against the floor of the law; the parts of inventions and contributors, held against that of main
    contributors; the plan with its lines, one reward for each person who gets something; the proof of the floor; the
    event; where nothing is left for the inventors the plan is settled at once.
    Raises PermissionRefused, StaleEdit, Impossible with the field; nothing is shared out twice.
    """
    permissions.require(acting_user, "contracts.run_income", conversion)
    twice = _("Somebody drafted a plan at the same time. Open the conversion again.")
    constraints = dict.fromkeys(
        ("plans_of_a_conversion_are_counted", "a_receipt_is_shared_out_once", "a_cost_is_carried_once"),
        (twice, None),
    ) | {"a_profit_of_a_year_is_shared_once": (_("The profit of this year is shared out already."), "year")}
    with once(constraints), transaction.atomic():
        row = locked(conversion)
        if row.state != ConversionState.RUNNING:
            raise Impossible(_("Income is shared out while the conversion is under way."))
        base, income = _base(row, asked)
        rule = _rule(row, asked)
        floor = require_floor(
            row.keeper, row.rule.nature, row.way, rule.least_team_share, clock.today(),
            asked.share_basis or row.rule.below_floor, field="team_share",
        )  # fmt: skip
        try:
            given = arithmetic.allocate(rule, row.price if base == Base.NET else 0, income.net)
            shares = _shares(row, given[TEAM])
        except BadSharing as bad:
            raise Impossible(fault_words(bad.fault)) from bad
        _refuse_equity_of_heads(base, shares)
        proof = _proof(acting_user, row, floor, income.net)
        plan = _write(acting_user, row, asked, base, income, given, proof)
        _write_people(plan, base, shares)
        touch(row)
        recorded.record(
            acting_user,
            row,
            recorded.SHARED,
            {
                "plan": plan.number, "base": base, "received": plan.received, "costs": plan.costs,
                "net": plan.net, "lines": [[name, amount] for name, amount in given.items()],
                "floor": source_words(floor),
            },
            personal={"rewards": [[one.contributor.inventor.staff_number, one.amount] for one in shares]},
        )  # fmt: skip
        todos.shared(acting_user, row)
        if base != Base.EQUITY and not plan.team:
            _settle_empty(acting_user, plan)
    return plan


def _settle_empty(acting_user: Any, plan: Distribution) -> None:
    """Nothing is left for anybody: there is nothing to put on notice or to pay, and the conversion can be closed."""
    set_distribution_state(acting_user, plan, DistributionState.CLEARED)
    set_distribution_state(acting_user, plan, DistributionState.PAID)


@transaction.atomic
def record_equity(*, acting_user: Any, plan: Distribution) -> Distribution:
    """Record that the equity of a plan is shared as drafted: it needs no notice and is not paid.

    While the conversion is under way, dropping the plan corrects it. Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "contracts.run_income", plan)
    row = locked_plan(plan)
    if row.base != Base.EQUITY or row.state != DistributionState.DRAFT:
        raise Impossible(
            _("Only a drafted plan on equity is recorded; rewards in cash are noticed and paid.")
        )
    set_distribution_state(acting_user, row, DistributionState.CLEARED)
    set_distribution_state(acting_user, row, DistributionState.PAID)
    return row


@transaction.atomic
def drop_distribution(*, acting_user: Any, plan: Distribution, reason: str) -> Distribution:
    """Drop a plan of which nothing was paid, with the reason; its receipts and costs are free for another plan.

    Raises PermissionRefused, StaleEdit, Impossible: no reason, on notice, a reward was paid, the conversion ended.
    """
    permissions.require(acting_user, "contracts.run_income", plan)
    if not reason.strip():
        raise Impossible(_("Say why the plan is dropped."), field="reason")
    row = locked_plan(plan)
    if row.rewards.filter(state=RewardState.PAID).exists():
        raise Impossible(_("A reward of this plan was paid already: the plan stays."))
    if row.conversion.state != ConversionState.RUNNING:
        raise Impossible(_("The conversion has ended; its plans stay as they are."))
    row.notices.filter(state="drafted").update(state="dropped")
    set_distribution_state(acting_user, row, DistributionState.DROPPED, reason)
    todos.released(acting_user, row)
    if row.conversion.way in SOLD and to_share(row.conversion).is_open:
        todos.share_wanted(acting_user, row.conversion)
    return row


def _base(row: Conversion, asked: Asked) -> tuple[Base, ToShare]:
    if row.way in SOLD:
        income = to_share(row)
        if income.received <= 0 and income.net <= 0:
            raise Impossible(
                _("Nothing came in that no plan shares out. Record the receipt on the page of the contract.")
            )
        if income.net < 0:
            raise Impossible(
                _(
                    "Costs of {costs} are higher than the {received} that came in. Nothing is shared out yet."
                ).format(costs=money(income.cost_sum), received=money(income.received))
            )
        return Base.NET, income
    base = Base.EQUITY if row.way == Way.EQUITY else Base.PROFIT
    if base == Base.EQUITY and standing(row).filter(base=Base.EQUITY).exists():
        raise Impossible(
            _("The equity of this conversion is shared out already. Drop that plan to share it out anew.")
        )
    if asked.amount <= 0:
        raise Impossible(_("Write the amount that is shared out."), field="amount")
    if not asked.evidence.strip():
        raise Impossible(_("Name the proof: articles of association, audited profit."), field="evidence")
    if base == Base.PROFIT:
        require_year(row, asked.year, asked.no_profit)
    return base, ToShare((), (), asked.amount, 0, 0)


def _rule(row: Conversion, asked: Asked) -> arithmetic.Rule:
    rule = row.rule.reckoned()
    if asked.team_share is None:
        return rule
    if not asked.share_basis.strip():
        raise Impossible(_("Name the agreement with the inventors on their share."), field="share_basis")
    try:
        return arithmetic.with_team_share(rule, asked.team_share)
    except BadSharing as bad:
        raise Impossible(fault_words(bad.fault), field="team_share") from bad


def _shares(row: Conversion, team: int) -> list[_Share]:
    """The reward of every contributor to every invention. Raises Impossible, BadSharing."""
    parts = list(row.parts.select_related("invention"))
    teams, people = [], []
    for part in parts:
        named = list(part.invention.contributors.select_related("inventor"))
        if part.invention.parts_agreed_on is None:
            raise Impossible(
                _("The contributors to {invention} have not agreed on their parts yet.").format(
                    invention=part.invention
                )
            )
        wanted = [arithmetic.Part(str(one.inventor_id), one.part, one.is_main) for one in named]
        require_main_share(row.keeper, arithmetic.main_share(wanted), clock.today())
        teams.append((part.weight, wanted))
        people.append(named)
    amounts = arithmetic.rewards(team, teams)
    return [
        _Share(one, amount)
        for named, given in zip(people, amounts, strict=True)
        for one, amount in zip(named, given, strict=True)
    ]


def _refuse_equity_of_heads(base: Base, shares: Sequence[_Share]) -> None:
    heads = sharing().heads
    allowed = heads.equity if base == Base.EQUITY else heads.cash
    if allowed:
        return
    for one in shares:
        if one.contributor.inventor.head == Head.PRINCIPAL and one.amount > 0:
            raise Impossible(
                _(
                    "{name} is the principal head of a unit, who gets no equity in principle ({source}). Agree on the parts anew, or reward him in cash."
                ).format(name=one.contributor.inventor.name, source=source_words(heads.source))
            )


def _proof(acting_user: Any, row: Conversion, floor: Floor, net: int) -> Evaluation:
    """Keep how the floor was reckoned, so that it can be replayed."""
    name = content_of(floor.version).input  # type: ignore[union-attr]  # a rule of the kind ratio
    return evaluate(
        acting_user=acting_user,
        version=floor.version,
        inputs={name: Decimal(net) / FEN["yuan"]},
        subject=row.key,
    )


def _write(
    acting_user: Any, row: Conversion, asked: Asked, base: Base, income: ToShare, given: dict[str, int],
    proof: Evaluation,
) -> Distribution:  # fmt: skip
    now = clock.now()
    last = row.distributions.aggregate(last=Max("number"))["last"] or 0
    plan = Distribution.objects.create(
        conversion=row,
        number=last + 1,
        base=base,
        year=asked.year if base == Base.PROFIT else None,
        evidence=asked.proof[:300],
        received=income.received,
        costs=income.cost_sum,
        net=income.net,
        team=given[TEAM],
        team_share=asked.team_share,
        share_basis=asked.share_basis.strip()[:300],
        floor=proof,
        state=DistributionState.DRAFT,
        made_at=now,
        made_by=acting_user,
        changed_at=now,
    )
    DistributedReceipt.objects.bulk_create(
        DistributedReceipt(
            distribution=plan, conversion=row, key=one.key, amount=one.amount,
            received_on=one.received_on, receipt=one.receipt[:120],
        )
        for one in income.receipts
    )  # fmt: skip
    DistributedCost.objects.bulk_create(DistributedCost(distribution=plan, cost=one) for one in income.costs)
    ShareLine.objects.bulk_create(
        ShareLine(distribution=plan, position=place, recipient=name, amount=amount)
        for place, (name, amount) in enumerate(given.items(), 1)
    )
    return plan


def _write_people(plan: Distribution, base: Base, shares: Sequence[_Share]) -> None:
    PartLine.objects.bulk_create(
        PartLine(
            distribution=plan, contributor=one.contributor, position=place, part=one.contributor.part,
            amount=one.amount,
        )
        for place, one in enumerate(shares, 1)
    )  # fmt: skip
    sums: dict[Inventor, int] = {}
    for one in shares:
        sums[one.contributor.inventor] = sums.get(one.contributor.inventor, 0) + one.amount
    Reward.objects.bulk_create(
        _reward(plan, base, inventor, amount) for inventor, amount in sums.items() if amount
    )


def _reward(plan: Distribution, base: Base, inventor: Inventor, amount: int) -> Reward:
    if base == Base.EQUITY:
        return Reward(distribution=plan, inventor=inventor, amount=amount, state=RewardState.RECORDED)
    if inventor.left_on is not None:
        reason = _("He left on {day}; confirm how he is paid.").format(day=inventor.left_on.isoformat())
        return Reward(
            distribution=plan, inventor=inventor, amount=amount, state=RewardState.HELD, reason=reason
        )
    return Reward(distribution=plan, inventor=inventor, amount=amount, state=RewardState.DUE)
