"""Verbs on introductions 报备: register, confirm a double agency, refuse it, withdraw, lapse."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.rulebook.rules_on import rule_on
from qinglan.market.brokering import recorded, told
from qinglan.market.brokering.rules import broker_of
from qinglan.market.models import Need, Technology
from qinglan.market.models.brokering import Introduction, IntroductionState, Mandate, MandateState
from qinglan.parties import holding

RULE = "brokers.introduction-protected"
STANDING = (IntroductionState.BLOCKED, IntroductionState.PROTECTED)
SIDES = ("need", "technology")


@transaction.atomic
def register_introduction(*, acting_user: Any, need: Need, technology: Technology) -> Introduction:
    """A broker registers that he brings these two together: the moment counts, and protects for a period by rule.

    In this order: 1. he is on the list and holds a mandate of at least one side; 2. both rows are locked, the
    need first, and public; 3. nobody else's introduction of the pair stands (the refusal says until when);
    4. with mandates of both sides it is blocked until both confirm. Raises Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "brokering.work")
    broker = broker_of(acting_user)
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    technology = Technology.objects.select_for_update(of=("self",)).get(pk=technology.pk)
    if not (need.is_public and technology.is_public):
        raise Impossible(_("Only a published need and a published technology can be introduced."))
    today = clock.today()
    mandates = Mandate.objects.filter(
        broker=broker, state=MandateState.IN_FORCE, valid_from__lte=today, valid_to__gte=today
    )
    of_need, of_technology = (
        mandates.filter(need=need).exists(),
        mandates.filter(technology=technology).exists(),
    )
    if not (of_need or of_technology):
        raise Impossible(_("You hold no mandate of either side. Propose one to the owner first."))
    standing = Introduction.objects.filter(need=need, technology=technology, state__in=STANDING).first()
    if standing is not None:
        words = (
            _("You have registered this pair already; it is protected until {day}.")
            if standing.broker_id == broker.pk
            else _("Another broker introduced this pair: it is protected until {day}.")
        )
        raise Impossible(words.format(day=standing.protected_until.isoformat()))
    rule = rule_on(RULE, today, need.territory_id)
    is_double = of_need and of_technology
    one = Introduction.objects.create(
        broker=broker,
        need=need,
        technology=technology,
        is_double=is_double,
        state=IntroductionState.BLOCKED if is_double else IntroductionState.PROTECTED,
        registered_at=clock.now(),
        protected_until=today + timedelta(days=int(content_of(rule).number)),  # type: ignore[union-attr]
        rule=str(rule),
    )
    recorded.record(
        acting_user,
        recorded.REGISTERED,
        one,
        need=need.key,
        technology=technology.key,
        protected_until=one.protected_until.isoformat(),
        is_double=is_double,
    )
    if is_double:
        for side in SIDES:
            told.ask_side(acting_user, one, side)
    return one


@transaction.atomic
def confirm_introduction(*, acting_user: Any, introduction: Introduction) -> Introduction:
    """A side has seen that the broker acts for both, and agrees; with the second word the introduction stands.

    Raises Impossible (nothing to confirm, or confirmed already), PermissionRefused.
    """
    permissions.require(acting_user, "brokering.confirm_introduction", introduction)
    row = _locked(introduction, IntroductionState.BLOCKED)
    mine = [side for side in SIDES if holding.represents(acting_user, getattr(row, side).owner_id)]
    open_sides = [side for side in mine if getattr(row, f"confirmed_{side}_at") is None]
    if not open_sides:
        raise Impossible(_("Your side has confirmed it already; the other side has not yet."))
    for side in open_sides:
        setattr(row, f"confirmed_{side}_at", clock.now())
        recorded.record(acting_user, recorded.CONFIRMED, row, side=side)
        told.done(acting_user, told.CONFIRM, f"market.introduction.{side}", row.pk, "brokering.confirm")
    if row.confirmed_need_at and row.confirmed_technology_at:
        row.state = IntroductionState.PROTECTED
        told.tell_broker(acting_user, row)
    _save(row)
    return row


@transaction.atomic
def refuse_introduction(*, acting_user: Any, introduction: Introduction, reason: str = "") -> Introduction:
    """A side doesn't want the broker to act for both: the introduction falls. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "brokering.confirm_introduction", introduction)
    row = _locked(introduction, IntroductionState.BLOCKED)
    _leave(acting_user, row, IntroductionState.REFUSED, recorded.REFUSED, reason)
    told.tell_broker(acting_user, row)
    return row


@transaction.atomic
def withdraw_introduction(*, acting_user: Any, introduction: Introduction, reason: str) -> Introduction:
    """Its broker withdraws it. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "brokering.withdraw_introduction", introduction)
    if not reason.strip():
        raise Impossible(_("Say why it is withdrawn."), field="reason")
    row = _locked(introduction, *STANDING)
    _leave(acting_user, row, IntroductionState.WITHDRAWN, recorded.WITHDRAWN, reason)
    return row


def lapse_introductions(*, acting_user: Any) -> int:
    """End the protection whose last day is over; how many."""
    permissions.require(acting_user, "brokering.lapse")
    rows = Introduction.objects.filter(state__in=STANDING, protected_until__lt=clock.today())
    count = 0
    for key in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            row = (
                Introduction.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
            )
            if row is not None and row.state in STANDING:
                _leave(acting_user, row, IntroductionState.LAPSED, recorded.LAPSED, "")
                count += 1
    return count


def _locked(one: Introduction, *wanted: IntroductionState) -> Introduction:
    row = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("need", "technology", "broker__user")
        .get(pk=one.pk)
    )
    if row.state not in wanted:
        raise Impossible(
            _("The introduction is in the state “{state}”; this is not possible then.").format(
                state=row.get_state_display()
            )
        )
    return row


def _leave(acting_user: Any, row: Introduction, state: IntroductionState, kind: str, reason: str) -> None:
    row.state, row.reason = state, reason.strip()[:300]
    _save(row)
    recorded.record(acting_user, kind, row, reason=row.reason)
    for side in SIDES:
        told.done(acting_user, told.CONFIRM, f"market.introduction.{side}", row.pk, "brokering.leave")


def _save(row: Introduction) -> None:
    row.revision += 1
    row.save()
