"""Verbs of public notices 公示: post, add to the list, take down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import Attached, Check, clear_for_publication
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.periods import Deadline
from qinglan.kernel.periods.count import legal_day
from qinglan.programmes.domain import flow, round_state
from qinglan.programmes.domain.notice_paper import draft_anew
from qinglan.programmes.domain.notice_snapshot import snap
from qinglan.programmes.domain.notice_state import flag_due, locked, said_reason, seen
from qinglan.programmes.models import (
    Case,
    ChangeKind,
    EntryOutcome,
    Notice,
    NoticeChange,
    NoticeEntry,
    NoticeFile,
    NoticeState,
    Round,
    SnapshotCause,
    StepType,
    WorkItem,
)
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices import period as notice_period
from qinglan.programmes.notices import todos as notice_todos
from qinglan.programmes.rules.notice import NOTICE_FILES


@dataclass(frozen=True)
class NoticePlan:
    """What the officer adds: title, whom to turn to, the stated closing hour (None: 24:00)."""

    title: str
    contact: str
    closing_hour: time | None = None


@dataclass(frozen=True)
class Cleared:
    """Both checks before publication, and what the officer says about what was found."""

    secrecy: Check
    publication: Check
    read_by_eye: bool = False
    override_reason: str = ""


@transaction.atomic
def post_notice(
    *,
    acting_user: Any,
    round: Round,
    cases: Sequence[Case],
    plan: NoticePlan,
    cleared: Cleared,
    files: Sequence[Attached] = (),
) -> Notice:
    """Post the public notice of cases of a round that stand at this step.

    In this order: permission; the round and the cases are locked, the latter in the order of their keys;
    a case that isn't at its public notice, or stands on another notice, raises StaleEdit with all of them;
    the period is counted from the day of the database's clock after the locks; list, files and both checks
    (NotCleared, an Impossible, where a number of a person is found); the paper 公示 is drafted; the first
    snapshot; the event; the to-do closes where no case waits any more. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "programmes.post_notice", round)
    title, contact = plan.title.strip()[:200], plan.contact.strip()[:200]
    if not title:
        raise Impossible(_("Give the notice a title."), field="title")
    if not contact:
        raise Impossible(_("Say to whom objections go: office and telephone."), field="contact")
    one = round_state.locked(round)
    held = _at_notice(one, cases)
    now = clock.now()
    deadline = notice_period.period(legal_day(now), _lengths(held), plan.closing_hour)
    assert deadline.last_day is not None
    assert deadline.ends_at is not None
    notice = Notice.objects.create(
        round=one,
        step=held[0].step,
        title=title,
        posted_at=now,
        posted_by=acting_user,
        length=deadline.length.number,
        unit=deadline.length.unit.value,
        closing_hour=plan.closing_hour,
        counted_from=deadline.start,
        last_day=deadline.last_day,
        ends_at=deadline.ends_at,
        is_provisional=deadline.is_provisional,
        contact=contact,
    )
    _enter(notice, held, 1, now)
    _keep_files(acting_user, notice, files)
    _clear(acting_user, notice, cleared, files)
    flag_due(notice)
    draft_anew(acting_user, notice)
    notice_todos.none_waits(acting_user, one)
    content = snap(acting_user, notice, SnapshotCause.POSTED, now)
    notice_events.record(
        acting_user, notice_events.POSTED, notice,
        round=one.pk, title=title, step=notice.step, cases=[case.pk for case in held],
        length=notice.length, unit=notice.unit, counted_from=notice.counted_from.isoformat(),
        last_day=notice.last_day.isoformat(), ends_at=notice.ends_at.isoformat(), digest=content.digest,
    )  # fmt: skip
    return notice


@transaction.atomic
def add_to_notice(
    *,
    acting_user: Any,
    notice: Notice,
    cases: Sequence[Case],
    reason: str,
    cleared: Cleared,
    seen_revision: int,
) -> Notice:
    """Put further cases on a posted notice. The list changed, so the whole period runs anew from today.

    Raises PermissionRefused, StaleEdit, Impossible (as `post_notice`, or when the notice has ended).
    """
    permissions.require(acting_user, "programmes.add_to_notice", notice)
    line = said_reason(reason)
    one = round_state.locked(notice.round_id)
    current = seen(locked(notice), seen_revision)
    held = _at_notice(one, cases)
    if held[0].step != current.step:
        raise Impossible(
            _("These stand at another step than the cases on this notice. Post a notice of their own."),
            field="cases",
        )
    now = clock.now()
    _require_running(current, now)
    deadline = notice_period.period(legal_day(now), _lengths(held), current.closing_hour)
    before = current.ends_at
    _move(current, deadline)
    last = current.entries.aggregate(last=Max("place"))["last"] or 0
    _enter(current, held, last + 1, now)
    _clear(acting_user, current, cleared, ())
    current.revision += 1
    current.save()
    NoticeChange.objects.create(
        notice=current, kind=ChangeKind.ADDED, from_moment=before, to_moment=current.ends_at, reason=line,
        made_at=now, made_by=acting_user,
    )  # fmt: skip
    flag_due(current)
    draft_anew(acting_user, current)
    notice_todos.none_waits(acting_user, one)
    kept = snap(acting_user, current, SnapshotCause.CHANGED, now)
    notice_events.record(
        acting_user, notice_events.ADDED, current,
        cases=[case.pk for case in held], before=before.isoformat(), after=current.ends_at.isoformat(),
        reason=line, digest=kept.digest,
    )  # fmt: skip
    return current


@transaction.atomic
def take_down(*, acting_user: Any, notice: Notice, reason: str, seen_revision: int) -> Notice:
    """Take a posted notice down; its cases wait to be posted anew. Objections to them stay and still hold them.

    The page stays and says that and why it was taken down. Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "programmes.take_down_notice", notice)
    line = said_reason(reason)
    current = seen(locked(notice), seen_revision)
    now = clock.now()
    _require_running(current, now)
    snap(acting_user, current, SnapshotCause.CHANGED, now)
    current.state, current.closed_at, current.withdrawal_reason = NoticeState.WITHDRAWN, now, line
    current.revision += 1
    current.save()
    open_ones = current.entries.filter(settled_at__isnull=True)
    open_ones.update(outcome=EntryOutcome.DROPPED, settled_at=now)
    notice_todos.waits_for_notice(acting_user, current.round)
    notice_events.record(acting_user, notice_events.TAKEN_DOWN, current, reason=line)
    return current


def _at_notice(one: Round, cases: Sequence[Case]) -> list[Case]:
    keys = sorted({case.pk for case in cases})
    if not keys:
        raise Impossible(_("Choose at least one case."), field="cases")
    rows = (
        Case.objects.select_for_update(of=("self",))
        .select_related("version", "territory")
        .filter(pk__in=keys, round=one)
        .order_by("pk")
    )
    held = list(rows)
    if len(held) != len(keys):
        raise Impossible(_("Some of these belong to another round."), field="cases")
    waiting = set(
        WorkItem.objects.filter(case__in=keys, state="open", type=StepType.PUBLIC_NOTICE).values_list(
            "case_id", flat=True
        )
    )
    posted = {
        entry.case_id: entry.notice.title
        for entry in NoticeEntry.objects.filter(case__in=keys, settled_at__isnull=True).select_related(
            "notice"
        )
    }
    wanted = str(_("waits for its public notice"))
    differences = [
        Difference(str(case), wanted, posted.get(case.pk) or flow.stands_at(case, "").current)
        for case in held
        if case.pk in posted or case.pk not in waiting
    ]
    if differences:
        raise StaleEdit(differences)
    if len({case.step for case in held}) > 1:
        raise Impossible(_("These stand at different steps. Post a notice for each step."), field="cases")
    return sorted(held, key=lambda case: (case.number, case.pk))


def _lengths(held: Sequence[Case]) -> set[Any]:
    versions = {case.version_id: case for case in held}
    return {notice_period.length_of(case.version.definition, case.step) for case in versions.values()}


def _enter(notice: Notice, held: Sequence[Case], first: int, now: Any) -> None:
    NoticeEntry.objects.bulk_create(
        NoticeEntry(
            notice=notice,
            case=case,
            place=place,
            name=case.applicant_name,
            subject=case.subject_name,
            territory=case.territory.name_zh,
            added_at=now,
        )
        for place, case in enumerate(held, first)
    )


def _keep_files(acting_user: Any, notice: Notice, files: Sequence[Attached]) -> None:
    for file in files:
        kept = store_file(
            acting_user=acting_user,
            name=file.name,
            content=file.content,
            holder=NOTICE_FILES,
            holder_key=str(notice.pk),
        )
        NoticeFile.objects.create(notice=notice, file=kept)


def _clear(acting_user: Any, notice: Notice, cleared: Cleared, files: Sequence[Attached]) -> None:
    entries = notice.entries.order_by("place")
    texts = {
        _("title"): notice.title,
        _("contact"): notice.contact,
        _("list"): "\n".join(f"{one.name} {one.subject} {one.territory}" for one in entries),
    }
    clear_for_publication(
        acting_user=acting_user,
        subject=f"programmes.notice:{notice.pk}",
        texts=texts,
        files=files,
        secrecy=cleared.secrecy,
        publication=cleared.publication,
        read_by_eye=cleared.read_by_eye,
        override_reason=cleared.override_reason,
    )


def _require_running(notice: Notice, now: Any) -> None:
    if notice.state != NoticeState.POSTED or now >= notice.ends_at:
        raise Impossible(_("This notice has ended. Post a new one for the cases that still wait."))


def _move(notice: Notice, deadline: Deadline) -> None:
    """Count the notice anew; what ran longer before stays."""
    assert deadline.last_day is not None
    assert deadline.ends_at is not None
    notice.counted_from = deadline.start
    notice.length, notice.unit = deadline.length.number, deadline.length.unit.value
    if deadline.ends_at > notice.ends_at:
        notice.last_day, notice.ends_at = deadline.last_day, deadline.ends_at
        notice.is_provisional = deadline.is_provisional
