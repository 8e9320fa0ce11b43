"""Verbs on an award while it lasts and at its end: warn, rectify, revoke, expire, exit; lift a bar."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.periods.count import end
from qinglan.kernel.periods.length import Length, Unit
from qinglan.kernel.periods.packs import national_calendar
from qinglan.programmes.awards import events as award_events
from qinglan.programmes.awards import todos as award_todos
from qinglan.programmes.awards.told import tell_holder
from qinglan.programmes.definition.after import ExitGround
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.domain.award import last_day
from qinglan.programmes.domain.award_end import end_award, settle_proposal
from qinglan.programmes.domain.award_state import locked, note, set_state, standing
from qinglan.programmes.models import (
    STANDING,
    Award,
    AwardState,
    Bar,
    Case,
    Colour,
    Rectification,
    RevocationProposal,
)
from qinglan.programmes.rules.award import AWARD_FILES

MONTHS_TO_RECTIFY = LengthForm(number=6, unit="month")
"""Where the scheme has no monitor that says how long a rectification lasts."""
DAYS_TO_PLAN = LengthForm(number=60, unit="day")
ON_RECTIFIED: list[Callable[[Any, Award], object]] = []
"""What follows when an award was put right, within the same transaction."""


def after(day: date, length: LengthForm) -> date:
    """The last day of a period that begins to run after `day`."""
    last = end(day, Length(length.number, Unit(length.unit)), national_calendar()).last_day
    assert last is not None  # a period without stops always ends
    return last


def reasoned(text: str) -> str:
    """A reason as it is kept. Raises Impossible for none."""
    if not text.strip():
        raise Impossible(
            _("Say why, in words the holder understands; the register shows it."), field="reason"
        )
    return text.strip()[:1000]


@transaction.atomic
def warn_award(*, acting_user: Any, award: Award, reason: str, seen_revision: int | None = None) -> Award:
    """Warn the holder. Raises PermissionRefused, StaleEdit; Impossible without a reason or after the end."""
    permissions.require(acting_user, "programmes.keep_award", award)
    held = locked(award, seen_revision)
    return _warn(acting_user, held, reasoned(reason))


@transaction.atomic
def lift_warning(*, acting_user: Any, award: Award, reason: str, seen_revision: int | None = None) -> Award:
    """Lift a warning. Raises PermissionRefused, StaleEdit; Impossible where there is none."""
    permissions.require(acting_user, "programmes.keep_award", award)
    held = locked(award, seen_revision)
    why = reasoned(reason)
    if held.state != AwardState.WARNED:
        raise Impossible(_("This award isn't warned."))
    set_state(acting_user=acting_user, award=held, to=AwardState.IN_FORCE, on=clock.today(), reason=why)
    award_events.record(acting_user, award_events.WARNING_LIFTED, held, reason=why)
    return held


@transaction.atomic
def open_rectification(
    *, acting_user: Any, award: Award, reason: str, seen_revision: int | None = None
) -> Rectification:
    """Tell the holder to rectify, with the periods of its scheme.

    Raises PermissionRefused, StaleEdit; Impossible without a reason, after the end, or while one is open.
    """
    permissions.require(acting_user, "programmes.keep_award", award)
    held = locked(award, seen_revision)
    return begin_rectification(acting_user, held, reasoned(reason))


def begin_rectification(acting_user: Any, held: Award, reason: str) -> Rectification:
    """The same for a locked award, within the caller's transaction, whose verb asked for the permission."""
    standing(held)
    if Rectification.objects.filter(award=held, closed_on__isnull=True).exists():
        raise Impossible(_("A rectification of this award is open already. Close it first."))
    monitor = held.version.definition.after.monitor
    today = clock.today()
    plan_within = monitor.plan_within if monitor else DAYS_TO_PLAN
    within = (monitor.rectify_within if monitor else None) or MONTHS_TO_RECTIFY
    one = Rectification.objects.create(
        award=held,
        reason=reason,
        opened_on=today,
        plan_due_on=after(today, plan_within),
        due_on=after(today, within),
    )
    set_state(acting_user=acting_user, award=held, to=AwardState.RECTIFYING, on=today, reason=reason)
    award_events.record(
        acting_user, award_events.RECTIFYING, held,
        reason=reason, plan_due=one.plan_due_on.isoformat() if one.plan_due_on else "",
        due=one.due_on.isoformat(),
    )  # fmt: skip
    tell_holder(acting_user=acting_user, award=held, what="rectify", reason=reason, due=one.due_on)
    award_todos.rectify(acting_user, one)
    return one


@transaction.atomic
def hand_in_plan(
    *,
    acting_user: Any,
    rectification: Rectification,
    plan: str,
    file_name: str = "",
    file_content: bytes = b"",
) -> Rectification:
    """Hand in the plan of a rectification, again too while it is open, with a file where there is one.

    Late it is taken too; the officer sees the day. Raises PermissionRefused; Impossible for an empty plan or
    a closed rectification; Refused for a file that isn't taken.
    """
    permissions.require(acting_user, "programmes.report_award", rectification.award)
    locked(rectification.award_id)
    one = _open_rectification(rectification)
    if not plan.strip():
        raise Impossible(_("Say what you will do, who does it and until when."), field="plan")
    one.plan, one.plan_handed_in_at = plan.strip()[:4000], clock.now()
    if file_name:
        one.plan_file = store_file(
            acting_user=acting_user, name=file_name, content=file_content,
            holder=AWARD_FILES, holder_key=str(one.award_id),
        )  # fmt: skip
    one.save(update_fields=["plan", "plan_handed_in_at", "plan_file"])
    award_events.record(acting_user, award_events.PLANNED, one.award, rectification=one.pk)
    award_todos.planned(acting_user, one)
    return one


@transaction.atomic
def close_rectification(
    *, acting_user: Any, rectification: Rectification, passed: bool, reason: str
) -> Rectification:
    """Enter how the re-check went: passed brings the award back in force; failed puts its end before an officer.

    Raises PermissionRefused; Impossible without a reason, without a plan where it passes, or a second time.
    """
    permissions.require(acting_user, "programmes.keep_award", rectification.award)
    held = locked(rectification.award_id)
    one = _open_rectification(rectification)
    why = reasoned(reason)
    standing(held)
    if passed and not one.plan:
        raise Impossible(_("There is no plan yet, so nothing can have been put right by it."), field="passed")
    today = clock.today()
    one.result, one.closed_on = ("passed" if passed else "failed"), today
    one.save(update_fields=["result", "closed_on"])
    award_events.record(acting_user, award_events.RECHECKED, held, result=one.result, reason=why)
    award_todos.rechecked(acting_user, one)
    if passed:
        held.colour = Colour.GREEN
        held.save(update_fields=["colour"])
        set_state(acting_user=acting_user, award=held, to=AwardState.IN_FORCE, on=today)
        note(acting_user, held, "rectified", today, reason=why)
        for act in ON_RECTIFIED:
            act(acting_user, held)
    else:
        propose_revocation(acting_user, held, f"rectification:{one.pk}", ground_like(held, "rectified"), why)
    tell_holder(acting_user=acting_user, award=held, what="rectified", reason=why)
    return one


def propose_revocation(
    acting_user: Any, held: Award, source: str, ground: str, reason: str
) -> RevocationProposal:
    """Put the end of a locked award before an officer, once for a source, within the caller's transaction."""
    one, made = RevocationProposal.objects.get_or_create(
        award=held,
        source=source,
        defaults={"ground": ground, "reason": reason[:1000], "made_at": clock.now()},
    )
    if made:
        award_events.record(
            acting_user, award_events.PROPOSED, held, source=source, ground=ground, reason=reason
        )
        award_todos.judge(acting_user, one)
    return one


@transaction.atomic
def dismiss_proposal(*, acting_user: Any, proposal: RevocationProposal, reason: str) -> RevocationProposal:
    """Say why an award isn't revoked. Raises PermissionRefused; Impossible without a reason or a second time."""
    permissions.require(acting_user, "programmes.keep_award", proposal.award)
    held = locked(proposal.award_id)
    one = RevocationProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    why = reasoned(reason)
    if one.settled_at is not None:
        raise Impossible(_("This was settled already."))
    settle_proposal(acting_user, one, "dismissed", why)
    award_events.record(acting_user, award_events.DISMISSED, held, source=one.source, reason=why)
    return one


@transaction.atomic
def revoke_award(
    *, acting_user: Any, award: Award, ground: str, reason: str, seen_revision: int | None = None
) -> Award:
    """Revoke an award on a ground of its scheme.

    In one transaction: the state with its line of the public register, the certificate, the bar that the
    ground brings, what was still due of the holder, open proposals, the message. Raises PermissionRefused,
    StaleEdit; Impossible for a ground that the scheme doesn't know, without a reason, or after the end.
    """
    permissions.require(acting_user, "programmes.keep_award", award)
    held = locked(award, seen_revision)
    standing(held)
    known = grounds(held)
    if ground not in known:
        raise Impossible(_("The scheme knows no such ground. Choose one of the list."), field="ground")
    why, today = reasoned(reason), clock.today()
    end_award(acting_user, held, AwardState.REVOKED, today, reason=why, ground=ground, certificate=why)
    held.colour = Colour.RED
    held.save(update_fields=["colour"])
    bar = _bar(held, known[ground], today, why)
    award_events.record(
        acting_user, award_events.REVOKED, held,
        ground=ground, reason=why, clause=_clause(known[ground]),
        barred_until=bar.until.isoformat() if bar and bar.until else ("ever" if bar else ""),
    )  # fmt: skip
    tell_holder(acting_user=acting_user, award=held, what="revoked", reason=why)
    return held


@transaction.atomic
def exit_award(*, acting_user: Any, award: Award, reason: str, seen_revision: int | None = None) -> Award:
    """The holder gives its award up. Raises PermissionRefused, StaleEdit; Impossible after the end."""
    permissions.require(acting_user, "programmes.report_award", award)
    held = locked(award, seen_revision)
    standing(held)
    if RevocationProposal.objects.filter(award=held, settled_at__isnull=True).exists():
        raise Impossible(
            _(
                "The office looks whether this award must be revoked. It can be given up after that is settled."
            )
        )
    why, today = reasoned(reason), clock.today()
    end_award(
        acting_user, held, AwardState.EXITED, today, reason=why, certificate=_("given up by the holder")
    )
    award_events.record(acting_user, award_events.EXITED, held, reason=why)
    return held


def expire_awards(*, acting_user: Any) -> int:
    """End the awards whose last day is over, each in its own transaction; how many.

    One that was handed in for re-evaluation before its end waits for the result. Raises PermissionRefused.
    """
    permissions.require(acting_user, "programmes.watch_awards")
    over = Award.objects.filter(state__in=STANDING, valid_to__lt=clock.today())
    over = over.exclude(re_evaluations__in=being_evaluated())
    return sum(one_by_one("programmes.watch_awards/expire", over, partial(_expire, acting_user)))


def being_evaluated() -> QuerySet[Case]:
    """The cases that evaluate awards and were handed in, while they run."""
    return Case.objects.filter(renews__isnull=False, submitted_at__isnull=False, ended_at__isnull=True)


def _expire(acting_user: Any, key: int) -> bool:
    held = locked(key)
    if held.state not in STANDING or held.valid_to is None or held.valid_to >= clock.today():
        return False
    if being_evaluated().filter(renews=held).exists():
        return False
    end_award(acting_user, held, AwardState.EXPIRED, held.valid_to)
    award_events.record(acting_user, award_events.EXPIRED, held, last_day=held.valid_to.isoformat())
    tell_holder(acting_user=acting_user, award=held, what="expired", due=held.valid_to)
    return True


@transaction.atomic
def lift_bar(*, acting_user: Any, bar: Bar, reason: str) -> Bar:
    """Let a barred organisation apply again. Raises PermissionRefused; Impossible without a reason or twice."""
    permissions.require(acting_user, "programmes.keep_award", bar.award or bar.programme)
    one = Bar.objects.select_for_update(of=("self",)).get(pk=bar.pk)
    why = reasoned(reason)
    if one.lifted_on is not None:
        raise Impossible(_("The bar was lifted already."))
    one.lifted_on, one.lifted_reason = clock.today(), why
    one.save(update_fields=["lifted_on", "lifted_reason"])
    if one.award is not None:
        award_events.record(acting_user, award_events.BAR_LIFTED, one.award, reason=why)
    return one


def grounds(award: Award) -> Mapping[str, ExitGround]:
    """The grounds on which the scheme lets an award end, by name."""
    return {one.id: one for one in award.version.definition.after.exit_grounds}


def ground_like(award: Award, words: str) -> str:
    """The scheme's ground whose name holds `words`; "" where it has none: the officer chooses."""
    return next((name for name in grounds(award) if words in name), "")


def warn_by_rule(acting_user: Any, held: Award, reason: str) -> None:
    """Warn a locked award that isn't warned or rectified already, within the caller's transaction."""
    if held.state == AwardState.IN_FORCE:
        _warn(acting_user, held, reason[:1000])


def _warn(acting_user: Any, held: Award, why: str) -> Award:
    standing(held)
    if held.state == AwardState.RECTIFYING:
        raise Impossible(_("This award is under rectification, which is more than a warning."))
    set_state(acting_user=acting_user, award=held, to=AwardState.WARNED, on=clock.today(), reason=why)
    award_events.record(acting_user, award_events.WARNED, held, reason=why)
    tell_holder(acting_user=acting_user, award=held, what="warned", reason=why)
    return held


def _open_rectification(one: Rectification) -> Rectification:
    rows = Rectification.objects.select_for_update(of=("self",)).select_related(
        "award__version", "award__programme", "award__holder"
    )
    held = rows.get(pk=one.pk)
    if held.closed_on is not None:
        raise Impossible(_("This rectification was closed on {day}.").format(day=held.closed_on))
    return held


def _bar(held: Award, ground: ExitGround, today: date, why: str) -> Bar | None:
    if not ground.bars:
        return None
    return Bar.objects.create(
        programme=held.programme,
        organisation=held.holder,
        award=held,
        since=today,
        until=last_day(today, ground.bar),
        reason=why,
    )


def _clause(ground: ExitGround) -> str:
    return f"{ground.basis.document}{ground.basis.article}"
