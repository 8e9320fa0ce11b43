"""Verbs on the term of an arrangement: ask for a longer one, decide it, end it; what ran out is marked."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.mobility_state import locked, locked_now, set_mobility_state, touch
from qinglan.contracts.mobility import recorded, todos, told
from qinglan.contracts.mobility.conditions import last_day_of_extension
from qinglan.contracts.mobility.pack import mobility_rules
from qinglan.contracts.models import (
    MOBILITY_RUNS,
    ExtensionState,
    Mobility,
    MobilityExtension,
    MobilityOutcome,
    MobilityState,
)
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.once import once


def ask_extension(
    *, acting_user: Any, mobility: Mobility, until: date, is_profitable: bool, reason: str
) -> MobilityExtension:
    """Ask for a longer term of an arrangement that runs.

    By the rule of its way: a leave is extended once, by three years at most, and only while the firm makes no
    profit. Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.write_mobility", mobility)
    twice = _("A longer term is asked for already and waits for its decision.")
    with once({"one_extension_is_asked_at_a_time": (twice, None)}), transaction.atomic():
        row = _running(locked(mobility))
        _check(row, until, is_profitable)
        if not reason.strip():
            raise Impossible(_("Say why a longer term is needed."), field="reason")
        made = MobilityExtension.objects.create(
            mobility=row, was_until=row.ends_on, until=until, is_profitable=is_profitable,
            reason=reason.strip()[:1000], state=ExtensionState.ASKED, asked_at=clock.now(), asked_by=acting_user,
        )  # fmt: skip
        touch(row)
        recorded.record(
            acting_user, row, recorded.EXTENSION, {"until": until.isoformat(), "state": made.state}
        )
        todos.ask(acting_user, todos.EXTEND, row)
    return made


@transaction.atomic
def decide_extension(
    *, acting_user: Any, extension: MobilityExtension, granted: bool, answer: str
) -> MobilityExtension:
    """Grant or refuse a longer term. Granted, the last day moves, the reminders with it, and what had run out runs on.

    The rule is asked again: the arrangement may have changed since. Raises PermissionRefused, StaleEdit (decided
    meanwhile), Impossible with the field.
    """
    permissions.require(acting_user, "contracts.decide_mobility", extension.mobility)
    if not answer.strip():
        raise Impossible(_("Say why, so that the person knows what to do."), field="answer")
    row = locked_now(extension.mobility_id)
    seen = MobilityExtension.objects.get(pk=extension.pk)
    if seen.state != ExtensionState.ASKED:
        label = str(ExtensionState(seen.state).label)
        raise StaleEdit([Difference(_("state"), str(ExtensionState.ASKED.label), label)])
    seen.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    seen.answer, seen.decided_at, seen.decided_by = answer.strip()[:500], clock.now(), acting_user
    if granted:
        _check(_running(row), seen.until, seen.is_profitable)
        row.ends_on = seen.until
        if row.state == MobilityState.EXPIRED:
            seen.save()
            set_mobility_state(acting_user, row, MobilityState.IN_FORCE)
        else:
            touch(row)
            todos.ask_to_settle(acting_user, row)
    seen.save()
    recorded.record(
        acting_user, row, recorded.EXTENSION, {"until": seen.until.isoformat(), "state": seen.state}
    )
    todos.done(acting_user, todos.EXTEND, row, "contracts.mobility-extension")
    told.extension(
        acting_user, row, seen.until.isoformat(), str(ExtensionState(seen.state).label), seen.answer
    )
    return seen


@transaction.atomic
def end_mobility(
    *, acting_user: Any, mobility: Mobility, outcome: str, ended_on: date, reason: str
) -> Mobility:
    """Record how it ended: returned to post, resigned, or finished. Shares held stay on record.

    A request for a longer term that waits is refused by it. Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "contracts.decide_mobility", mobility)
    row = _running(locked(mobility))
    if outcome not in MobilityOutcome.values or not outcome:
        raise Impossible(_("Say how it ended."), field="outcome")
    if not row.starts_on <= ended_on <= clock.today():
        raise Impossible(_("It ends on a day between its first day and today."), field="ended_on")
    if not reason.strip():
        raise Impossible(_("Name the paper or the agreement that it rests on."), field="reason")
    row.outcome, row.ended_on = outcome, ended_on
    waiting = MobilityExtension.objects.filter(mobility=row, state=ExtensionState.ASKED)
    waiting.update(
        state=ExtensionState.REFUSED,
        answer=str(MobilityOutcome(outcome).label),
        decided_at=clock.now(),
        decided_by=acting_user,
    )
    set_mobility_state(acting_user, row, MobilityState.ENDED, reason.strip())
    return row


def look_after_mobilities(*, acting_user: Any) -> tuple[int, int]:
    """Mark what ran out yesterday or before, and ask for reports on the year that ended. Daily; for the system.

    Gives how many ran out and of how many a report is missing. Each in a transaction of its own.
    """
    permissions.require(acting_user, "contracts.expire_mobilities")
    today = clock.today()
    over = Mobility.objects.filter(state=MobilityState.IN_FORCE, ends_on__lt=today).values_list(
        "pk", flat=True
    )
    expired = sum(_expire(acting_user, key, today) for key in list(over))
    year = today.year - 1
    silent = Mobility.objects.filter(
        state__in=MOBILITY_RUNS, starts_on__year__lte=year, agreed_on__isnull=False
    ).exclude(reports__year=year)
    missing = 0
    for key in list(silent.values_list("pk", flat=True)):
        with transaction.atomic():
            todos.ask_to_report(acting_user, locked_now(key), year)
            missing += 1
    return expired, missing


@transaction.atomic
def _expire(acting_user: Any, key: int, today: date) -> int:
    row = locked_now(key)
    if row.state != MobilityState.IN_FORCE or row.ends_on >= today:
        return 0
    set_mobility_state(acting_user, row, MobilityState.EXPIRED)
    return 1


def _running(row: Mobility) -> Mobility:
    if row.state not in MOBILITY_RUNS:
        raise Impossible(
            _("The arrangement is not in force ({state}).").format(state=row.get_state_display())
        )
    return row


def _check(row: Mobility, until: date, is_profitable: bool) -> None:
    if until <= row.ends_on:
        raise Impossible(
            _("It runs until {day} already; name a later day.").format(day=row.ends_on.isoformat()),
            field="until",
        )
    way = mobility_rules().ways[row.form]
    granted = row.extensions.filter(state=ExtensionState.GRANTED).count()
    if way.extensions is not None and granted >= way.extensions:
        raise Impossible(
            _(
                "It was extended as often as the rule allows ({source}): return to post or resignation is next."
            ).format(source=way.said_in())
        )
    if way.only_unprofitable and is_profitable:
        raise Impossible(
            _("A longer term is only for a firm that makes no profit yet ({source}).").format(
                source=way.said_in()
            ),
            field="is_profitable",
        )
    latest = last_day_of_extension(way, row.ends_on)
    if latest is not None and until > latest:
        raise Impossible(
            _("The longer term ends by {day} at the latest ({source}).").format(
                day=latest.isoformat(), source=way.said_in()
            ),
            field="until",
        )
