"""Verbs on a round: prepare, change, announce, cancel, finish; open and close on time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import refuse_numbers
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.programmes import recorded
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.round_state import locked, said, save, seen, set_round_state
from qinglan.programmes.models import Case, CaseStatus, DefinitionVersion, Programme, Round, RoundState
from qinglan.programmes.rounds import events as round_events

ANY_TIME = ("contact_name", "contact_telephone", "remarks", "total_quota")
"""What may still be changed after the announcement; the end is put off by `extend_round`."""
LONGEST_REASON = 500


@dataclass(frozen=True)
class RoundPlan:
    """What an officer says of a round. `title` "" makes one of the scheme's title, year and number.

    `re_evaluates_by` makes it a round of re-evaluation, for the awards that are due by that day.
    """

    year: int
    opens_at: datetime
    closes_at: datetime
    issuer: str
    title: str = ""
    total_quota: int | None = None
    contact_name: str = ""
    contact_telephone: str = ""
    remarks: str = ""
    re_evaluates_by: date | None = None


@transaction.atomic
def create_round(*, acting_user: Any, version: DefinitionVersion, plan: RoundPlan) -> Round:
    """Prepare a round of the scheme in this version; it isn't public yet.

    The running number within the year is given here. Raises PermissionRefused; Impossible for a version that
    isn't the current one or isn't in force when the round opens, for days in the wrong order, and for a number of
    a person in title or remarks (NotCleared).
    """
    permissions.require(acting_user, "programmes.create_round", version)
    # Two officers who create at once get two numbers.
    Programme.objects.select_for_update(no_key=True).get(pk=version.programme_id)
    version = DefinitionVersion.objects.select_related("programme").get(pk=version.pk)
    _check_version(version, plan.opens_at)
    _check_days(plan.opens_at, plan.closes_at)
    _check_words(plan.title, plan.remarks)
    same_year = Round.objects.filter(version__programme=version.programme_id, year=plan.year)
    number = (same_year.aggregate(last=Max("number"))["last"] or 0) + 1
    values = asdict(plan)
    values["title"] = plan.title.strip() or f"{version.title_zh}{plan.year}年第{number}批"
    one = Round.objects.create(
        version=version, number=number, created_by=acting_user, created_at=clock.now(), **values
    )
    recorded.record_round(
        acting_user, round_events.CREATED, one,
        scheme=version.programme.slug, edition=version.edition, definition=version.digest,
        opens=one.opens_at, closes=one.closes_at, number=number,
    )  # fmt: skip
    return one


@transaction.atomic
def change_round(*, acting_user: Any, round: Round, values: Mapping[str, Any], seen_revision: int) -> Round:
    """Change what `RoundPlan` holds. Once announced, only `ANY_TIME` may be changed.

    Raises StaleEdit with both versions, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "programmes.change_round", round)
    one = locked(round)
    changed = [
        name for name in RoundPlan.__annotations__ if name in values and getattr(one, name) != values[name]
    ]
    if one.revision != seen_revision:
        raise StaleEdit(
            [Difference(_label(name), _shown(values[name]), _shown(getattr(one, name))) for name in changed]
        )
    if one.state in (RoundState.FINISHED, RoundState.CANCELLED):
        raise Impossible(_("“{round}” is over; it stays as it is.").format(round=one.title))
    fixed = [name for name in changed if name not in ANY_TIME]
    if fixed and one.state != RoundState.DRAFT:
        raise Impossible(
            _(
                "The round has been announced: only contact, remarks and number of awards may still change. Put the end off by extending it."
            ),
            field=fixed[0],
        )
    if not changed:
        return one
    for name in changed:
        setattr(one, name, values[name])
    _check_version(one.version, one.opens_at)
    _check_days(one.opens_at, one.closes_at)
    if "title" in changed or "remarks" in changed:
        _check_words(one.title, one.remarks)
    save(one)
    recorded.record_round(acting_user, round_events.CHANGED, one, fields=sorted(changed))
    return one


@transaction.atomic
def announce_round(*, acting_user: Any, round: Round, seen_revision: int) -> Round:
    """Make the round public. It opens by itself when its time has come.

    Raises StaleEdit, PermissionRefused; Impossible where it would be over already.
    """
    permissions.require(acting_user, "programmes.announce_round", round)
    one = seen(locked(round), seen_revision)
    if one.closes_at <= clock.now():
        raise Impossible(
            _("The round would be over already: it closes at {moment}.").format(moment=said(one.closes_at))
        )
    set_round_state(
        acting_user, one, RoundState.ANNOUNCED,
        title=one.title, opens=one.opens_at, closes=one.closes_at, issuer=one.issuer,
    )  # fmt: skip
    turn(acting_user, one)
    return one


@transaction.atomic
def cancel_round(*, acting_user: Any, round: Round, reason: str, seen_revision: int) -> Round:
    """End a round that will not take place; drafts lapse. Refused once an application was submitted."""
    permissions.require(acting_user, "programmes.cancel_round", round)
    line = said_reason(reason)
    one = seen(locked(round), seen_revision)
    if (
        Case.objects.filter(round=one, submitted_at__isnull=False)
        .exclude(status__in=["withdrawn", "lapsed"])
        .exists()
    ):
        raise Impossible(
            _(
                "Applications have been submitted. They must be decided or withdrawn before a round can be cancelled."
            )
        )
    lapsed = _lapse_drafts(acting_user, one)
    set_round_state(acting_user, one, RoundState.CANCELLED, reason=line, lapsed=lapsed)
    return one


@transaction.atomic
def finish_round(*, acting_user: Any, round: Round, seen_revision: int) -> Round:
    """Close the books of a round in which every application was decided; drafts lapse."""
    permissions.require(acting_user, "programmes.finish_round", round)
    one = seen(locked(round), seen_revision)
    running = Case.objects.filter(round=one, ended_at__isnull=True, submitted_at__isnull=False).count()
    if running:
        raise Impossible(_("{count} cases are still running. Finish them first.").format(count=running))
    lapsed = _lapse_drafts(acting_user, one)
    set_round_state(acting_user, one, RoundState.FINISHED, lapsed=lapsed)
    return one


def turn_rounds(*, acting_user: Any) -> int:
    """Open and close the rounds whose time has come, each in a transaction of its own; how many."""
    permissions.require(acting_user, "programmes.turn_rounds")
    now = clock.now()
    come = Q(state=RoundState.ANNOUNCED, opens_at__lte=now) | Q(state=RoundState.OPEN, closes_at__lte=now)
    waiting = Round.objects.filter(come)
    return sum(one_by_one("programmes.turn_rounds", waiting, lambda key: turn(acting_user, locked(key))))


def turn(acting_user: Any, one: Round) -> int:
    """Bring the locked round to the state that its days say, within the caller's transaction; how many steps."""
    now, steps = clock.now(), 0
    if one.state == RoundState.ANNOUNCED and one.opens_at <= now:
        set_round_state(acting_user, one, RoundState.OPEN)
        steps += 1
    if one.state == RoundState.OPEN and one.closes_at <= now:
        handed_in = Case.objects.filter(round=one, submitted_at__isnull=False).count()
        set_round_state(acting_user, one, RoundState.CLOSED, submitted=handed_in)
        steps += 1
    return steps


def said_reason(text: str) -> str:
    """A reason that was given; Impossible where there is none or it is too long."""
    line = text.strip()
    if not line:
        raise Impossible(_("Give the reason. It is kept and shown."), field="reason")
    if len(line) > LONGEST_REASON:
        raise Impossible(
            _("The reason has more than {most} characters.").format(most=LONGEST_REASON), field="reason"
        )
    return line


def _lapse_drafts(acting_user: Any, one: Round) -> int:
    drafts = Case.objects.select_for_update(of=("self",)).filter(
        round=one, status=CaseStatus.DRAFT, submitted_at__isnull=True
    )
    found = list(drafts.order_by("pk"))
    for case in found:
        flow.end_case(acting_user=acting_user, case=case, status=CaseStatus.LAPSED)
    return len(found)


def _check_version(version: DefinitionVersion, opens_at: datetime) -> None:
    if not version.is_current:
        raise Impossible(_("There is a newer version of this scheme. Prepare the round from that one."))
    first = opens_at.astimezone(clock.SHANGHAI).date()
    if first < version.valid_from or (version.valid_to is not None and first > version.valid_to):
        raise Impossible(
            _("The scheme is in force from {first} to {last}; the round would open on {day}.").format(
                first=version.valid_from, last=version.valid_to or "…", day=first
            ),
            field="opens_at",
        )


def _check_days(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise Impossible(_("The round closes before it opens. Choose a later end."), field="closes_at")


def _check_words(title: str, remarks: str) -> None:
    """What an officer writes is public with the round: no number of a person gets in."""
    refuse_numbers({str(_("title of the round")): title}, "title")
    refuse_numbers({str(_("remarks")): remarks}, "remarks")


def _label(name: str) -> str:
    return str(Round._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return said(value)
    return "" if value is None else str(value)
