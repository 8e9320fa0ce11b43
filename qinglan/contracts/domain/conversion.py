"""Verbs on conversions: propose way and price, decide, name the contract, close, stop."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.conversion_state import locked, set_conversion_state, touch
from qinglan.contracts.models import (
    EXPLOITED,
    SOLD,
    Contract,
    Conversion,
    ConversionPart,
    ConversionState,
    Distribution,
    DistributionState,
    Invention,
    InventionState,
    PartySide,
    Pricing,
    Reward,
    RewardState,
    ShareObjection,
    Way,
)
from qinglan.contracts.sharing import recorded, todos
from qinglan.contracts.sharing.floors import floor_on, require_floor
from qinglan.contracts.sharing.income import to_share
from qinglan.contracts.sharing.numbers import NUMBER_DIGITS
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.profit_years import between, shared_years, year_words
from qinglan.contracts.sharing.queries import rule_of, standing
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.numbering import next_number
from qinglan.kernel.once import once
from qinglan.kernel.web.money import money
from qinglan.parties.models import Organisation

HOLDER = "contracts.conversion"
CONTENT = ("title", "way", "pricing", "price", "price_basis", "partner", "appraisal")
LARGEST = 20 * 1024 * 1024


@transaction.atomic
def plan_conversion(
    *,
    acting_user: Any,
    unit: Organisation,
    values: Mapping[str, Any],
    inventions: Sequence[tuple[Invention, int]],
) -> Conversion:
    """Propose a conversion of `inventions` with their weights; it keeps the unit rule of today.

    Raises PermissionRefused; Impossible with the field: no rule yet, an invention whose ownership is not settled.
    """
    permissions.require(acting_user, "contracts.run_income", unit)
    rule = rule_of(unit, clock.today())
    if rule is None:
        raise Impossible(
            _(
                "The unit has no rule on shares in force yet. Its administrator enters it under “Rules of the unit”."
            )
        )
    now = clock.now()
    row = Conversion(
        keeper=unit,
        number=next_number(Conversion, f"ZH-{clock.today().year}-", digits=NUMBER_DIGITS),
        state=ConversionState.PLANNED,
        rule=rule,
        created_at=now,
        created_by=acting_user,
        changed_at=now,
    )
    _write(row, values)
    require_floor(
        unit,
        rule.nature,
        row.way,
        rule.reckoned().least_team_share,
        rule.since,
        rule.below_floor,
        field="way",
    )
    row.save()
    _set_inventions(row, inventions)
    recorded.record(
        acting_user,
        row,
        recorded.PLANNED,
        {
            "number": row.number,
            "way": row.way,
            "pricing": row.pricing,
            "price": row.price,
            "inventions": [[one.number, weight] for one, weight in inventions],
            "rule": rule.version,
        },
    )
    todos.decision_wanted(acting_user, row)
    return row


@transaction.atomic
def edit_conversion(
    *,
    acting_user: Any,
    conversion: Conversion,
    values: Mapping[str, Any],
    inventions: Sequence[tuple[Invention, int]],
) -> Conversion:
    """Change what is proposed, before it is decided. Raises as plan_conversion, and StaleEdit."""
    permissions.require(acting_user, "contracts.run_income", conversion)
    row = locked(conversion)
    if row.state != ConversionState.PLANNED:
        raise Impossible(_("It was decided already. To change it, stop it and propose it anew."))
    _write(row, values)
    touch(row)
    _set_inventions(row, inventions)
    recorded.record(
        acting_user, row, recorded.PLANNED, {"way": row.way, "pricing": row.pricing, "price": row.price}
    )
    return row


@transaction.atomic
def decide(
    *,
    acting_user: Any,
    conversion: Conversion,
    body: str,
    on: date,
    number: str,
    minutes: tuple[str, bytes] | None = None,
) -> Conversion:
    """Enter the collective decision 集体决策; without a notice that is needed it is ready for the contract.

    Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.run_income", conversion)
    row = locked(conversion)
    for field, value in (("body", body), ("number", number)):
        if not value.strip():
            raise Impossible(_("Say which body decided and by which minutes."), field=field)
    if on > clock.today():
        raise Impossible(_("This day is still to come."), field="on")
    row.decided_by_body, row.decided_on, row.decision_number = body.strip(), on, number.strip()
    if minutes is not None:
        row.decision_file = store_file(
            acting_user=acting_user, name=minutes[0], content=minutes[1], holder=HOLDER,
            holder_key=row.number, max_bytes=LARGEST,
        )  # fmt: skip
    set_conversion_state(acting_user, row, ConversionState.DECIDED)
    if not needs_notice(row):
        set_conversion_state(
            acting_user, row, ConversionState.CLEARED, _("No notice of the price is needed for this way.")
        )
    todos.decided(acting_user, row)
    return row


def needs_notice(row: Conversion) -> bool:
    """Whether the price stands on notice before the contract: by agreement it must (第十八条)."""
    return row.way in {*SOLD, Way.EQUITY} and row.pricing in sharing().price_notice.needed_for


def attach_contract(*, acting_user: Any, conversion: Conversion, contract: Contract) -> Conversion:
    """Name the signed contract; from then on its receipts are shared out. A contribution as equity may have one too:
    it is registered as a transfer.

    Raises PermissionRefused, StaleEdit; Impossible: the unit is not its provider, it is not signed, its price is
    another than the one that was decided and noticed, or another conversion names it.
    """
    permissions.require(acting_user, "contracts.run_income", conversion)
    twice = _("This contract belongs to another conversion already.")
    with once({"contract_id": (twice, "contract")}), transaction.atomic():
        row = locked(conversion)
        if row.way not in {*SOLD, Way.EQUITY}:
            raise Impossible(
                _(
                    "What the unit exploits itself or with others begins without a contract; its profit is entered year by year."
                )
            )
        contract = Contract.objects.select_for_update().get(pk=contract.pk)
        sellers = contract.parties.filter(side=PartySide.SELLER, organisation=row.keeper)
        if not sellers.exists():
            raise Impossible(_("The unit is not the provider in this contract."), field="contract")
        if not contract.is_signed:
            raise Impossible(
                _("This contract is not signed by all sides yet. Name it when it is in force."),
                field="contract",
            )
        if contract.amount != row.price:
            raise Impossible(
                _(
                    "The contract is about {amount}, decided and noticed were {price}. Correct the contract, or decide and notice the new price."
                ).format(amount=money(contract.amount or 0), price=money(row.price)),
                field="contract",
            )
        row.contract = contract
        set_conversion_state(acting_user, row, ConversionState.RUNNING)
        _mark_used(row)
    return row


@transaction.atomic
def begin_use(*, acting_user: Any, conversion: Conversion) -> Conversion:
    """Begin without a contract: equity, own or joint exploitation. Raises as attach_contract."""
    permissions.require(acting_user, "contracts.run_income", conversion)
    row = locked(conversion)
    if row.way in SOLD:
        raise Impossible(_("A transfer or licence begins with its contract. Name the contract."))
    set_conversion_state(acting_user, row, ConversionState.RUNNING)
    _mark_used(row)
    return row


@transaction.atomic
def close_conversion(*, acting_user: Any, conversion: Conversion, reason: str = "") -> Conversion:
    """Close and file it 归档: everything that came in is shared out and every reward paid.

    What the unit exploits itself or with others is closed before the fewest years of shared profit with a `reason`
    alone, which is kept: that the exploitation ended. Raises PermissionRefused, StaleEdit, Impossible with what is
    still open.
    """
    permissions.require(acting_user, "contracts.run_income", conversion)
    row = locked(conversion)
    plans = Distribution.objects.filter(conversion=row)
    ended = (DistributionState.PAID, DistributionState.DROPPED)
    if plans.exclude(state__in=ended).exists():
        raise Impossible(_("A distribution plan is not paid yet."))
    _require_nothing_owed(row)
    if row.way in SOLD and to_share(row).is_open:
        raise Impossible(_("Something came in that no plan shares out. Draft the plan first."))
    lacking = years_lacking(row)
    if lacking and not reason.strip():
        raise Impossible(lacking, field="reason")
    set_conversion_state(acting_user, row, ConversionState.CLOSED, reason if lacking else "")
    return row


def is_short_of_years(row: Conversion) -> bool:
    """Whether profit is shared out of it, and was in fewer years than the law asks for, or not in consecutive ones."""
    if row.way not in EXPLOITED:
        return False
    years = shared_years(row)
    return len(years) < sharing().profit_years.fewest or bool(between(years))


def years_lacking(row: Conversion) -> str:
    """What stands against closing it without a reason: too few years of shared profit, or one left out between."""
    if not is_short_of_years(row):
        return ""
    years = shared_years(row)
    if missing := between(years):
        return _(
            "Profit is shared in consecutive years, and between those shared out nothing is of {missing}. Share that out, or say that there was no profit, with the proof."
        ).format(missing=year_words(missing))
    floor = floor_on(row.keeper, row.way, row.rule.since)
    return _(
        "Years of profit that are shared out: {count}. By {document}, {article} it is shared for {fewest} years at least. Share out the others, or say that the exploitation ended, and why."
    ).format(
        count=len(years),
        fewest=sharing().profit_years.fewest,
        document=floor.document,
        article=floor.article,
    )


@transaction.atomic
def stop_conversion(*, acting_user: Any, conversion: Conversion, reason: str) -> Conversion:
    """Stop it, with the reason; what was shared out stays. Raises PermissionRefused, StaleEdit, Impossible."""
    permissions.require(acting_user, "contracts.run_income", conversion)
    row = locked(conversion)
    if not reason.strip():
        raise Impossible(_("Say why it is stopped."), field="reason")
    open_plans = row.distributions.exclude(state__in=(DistributionState.PAID, DistributionState.DROPPED))
    if open_plans.exists():
        raise Impossible(_("Pay or drop its distribution plan first."))
    _require_nothing_owed(row)
    row.notices.filter(state="drafted").update(state="dropped")
    row.notices.filter(state="posted").update(state="upset", closed_at=clock.now())
    for objection in ShareObjection.objects.filter(notice__conversion=row, state="open"):
        todos.ruled(acting_user, objection)  # nothing hangs on the ruling any more
    set_conversion_state(acting_user, row, ConversionState.STOPPED, reason)
    todos.decided(acting_user, row)
    return row


def _require_nothing_owed(row: Conversion) -> None:
    owed = Reward.objects.filter(
        distribution__in=standing(row), state__in=(RewardState.HELD, RewardState.DUE)
    )
    if owed.exists():
        raise Impossible(_("A reward is still owed to somebody. Pay it first."))


def _write(row: Conversion, values: Mapping[str, Any]) -> None:
    for name in CONTENT:
        if name in values:
            setattr(row, name, values[name])
    row.price = row.price or 0  # a form gives None for an empty box
    if row.way in {*SOLD, Way.EQUITY} and row.price <= 0:
        raise Impossible(_("Write the price, or the value as equity."), field="price")
    if row.way not in Way.values or row.pricing not in Pricing.values:
        raise Impossible(_("Choose way and pricing."), field="way")
    for field in ("title", "price_basis", "partner", "appraisal"):
        if not getattr(row, field).strip():
            raise Impossible(_("Fill this in: the decision rests on it."), field=field)


def _set_inventions(row: Conversion, inventions: Sequence[tuple[Invention, int]]) -> None:
    if not inventions:
        raise Impossible(_("Choose at least one invention."), field="inventions")
    for one, weight in inventions:
        if one.keeper_id != row.keeper_id:
            raise Impossible(_("An invention belongs to another unit."), field="inventions")
        if one.state != InventionState.OWNED:
            raise Impossible(
                _("Whose {invention} is was not settled yet. Check its ownership first.").format(
                    invention=one
                ),
                field="inventions",
            )
        if weight <= 0:
            raise Impossible(_("Every invention needs a weight above nought."), field="inventions")
    ConversionPart.objects.filter(conversion=row).delete()
    ConversionPart.objects.bulk_create(
        ConversionPart(conversion=row, invention=one, position=place, weight=weight)
        for place, (one, weight) in enumerate(inventions, 1)
    )


def _mark_used(row: Conversion) -> None:
    row.inventions.filter(first_used_on__isnull=True).update(first_used_on=clock.today())
