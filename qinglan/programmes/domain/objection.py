"""Verbs of objections 异议: anybody objects in time and with a name; an officer rules and answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import Attached
from qinglan.kernel.documents import code
from qinglan.kernel.documents.domain.file import store_file
from qinglan.parties.domain import guard
from qinglan.parties.domain.account import system_user
from qinglan.parties.policy import Brake
from qinglan.parties.sealed import seal
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.notice_close import mark, set_free
from qinglan.programmes.domain.notice_state import locked
from qinglan.programmes.domain.round_state import said
from qinglan.programmes.models import (
    Case,
    ItemState,
    NoticeEntry,
    NoticeState,
    Objection,
    ObjectionFile,
    Objector,
    Ruling,
    StepType,
    WorkItem,
)
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices import period as notice_period
from qinglan.programmes.notices import todos as notice_todos
from qinglan.programmes.rules.notice import OBJECTION_FILES, place_of

FROM_ONE_ADDRESS = Brake(30, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12))
"""Objections and leads from one address: an office of many people may stand behind one."""
MOST_FILES = 9
LARGEST = 20 * 1024 * 1024
_TELEPHONE = re.compile(r"\+?[\d\s-]{7,20}")
_MAILBOX = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class TooLate(Impossible):
    """The notice has ended; what was written can still be sent as a lead."""


class TooMany(Impossible):
    """Too much came from one address."""


@dataclass(frozen=True)
class Letter:
    """What somebody writes: his real name, how he can be reached, what he objects to, how that can be checked."""

    name: str
    contact: str
    statement: str
    organisation: str = ""
    evidence: str = ""


def object_to_notice(
    *,
    acting_user: Any,
    entry: NoticeEntry,
    letter: Letter,
    files: Sequence[Attached] = (),
    address: str = "",
) -> Objection:
    """Object to one entry of a notice; no account is needed. Only its own case is held.

    In this order: what is missing is said (Impossible, with the field); tries from one `address` are counted
    (TooMany); then in one transaction: the notice and the case are locked, the database's clock is read after
    the locks: before `ends_at` it counts, at `ends_at` or later it is TooLate; the objection, the person's data
    apart, the evidence; the case is marked as held and its applicant told; the to-do of the officers; the events,
    which name no person. Raises Refused (an Impossible) for a file that may not come in.
    """
    permissions.require(acting_user, "programmes.object_to_notice", entry.notice)
    letter = _complete(letter, files)
    slow_down(address)
    return _take_in(entry, letter, files)


def slow_down(address: str) -> None:
    """Count one try from this address; TooMany while it must wait. Not inside a transaction."""
    if address and not guard.admit(f"objections-from:{address}", FROM_ONE_ADDRESS):
        raise TooMany(
            _("Too much came from this address. Wait some minutes and send it again, or call the office.")
        )


@transaction.atomic
def _take_in(entry: NoticeEntry, letter: Letter, files: Sequence[Attached]) -> Objection:
    system = system_user()
    notice = locked(entry.notice_id)
    case = flow.locked(entry.case_id)
    now = clock.now()
    current = NoticeEntry.objects.get(pk=entry.pk, notice=notice)
    if notice.state == NoticeState.WITHDRAWN:
        raise Impossible(_("This notice was taken down; nothing is decided by it. A new one will be posted."))
    if now >= notice.ends_at or notice.state == NoticeState.CLOSED:
        raise TooLate(
            _(
                "The notice ended at {end}; it is {now} now, so this can't be taken as an objection. You can still send it as a lead: it is looked into, but holds nothing."
            ).format(end=said(notice.ends_at), now=said(now, seconds=True))
        )
    if current.outcome:
        raise Impossible(_("“{name}” is no longer on this list.").format(name=current))
    made = Objection.objects.create(
        entry=current,
        number=code.new(),
        received_at=now,
        ruling_due_at=notice_period.due(notice_period.RULING, now, place_of(notice) or ""),
    )
    Objector.objects.create(
        objection=made,
        name=letter.name,
        organisation=letter.organisation,
        contact=seal(letter.contact),
        statement=letter.statement,
        evidence=letter.evidence,
    )
    for file in files:
        kept = store_file(
            acting_user=system, name=file.name, content=file.content, holder=OBJECTION_FILES,
            holder_key=str(made.pk), max_bytes=LARGEST,
        )  # fmt: skip
        ObjectionFile.objects.create(objection=made, file=kept)
    first = not case.held_by_objection
    mark(case, held=True)
    if first:
        tell_applicant(acting_user=system, case=case, what="held")
    notice_todos.rule(system, made, notice)
    notice_events.record(
        system, notice_events.OBJECTED, notice,
        objection=made.number, case=case.pk, files=len(files),
        ruling_due=made.ruling_due_at.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def rule_on_objection(
    *, acting_user: Any, objection: Objection, ruling: Ruling, reason: str, clause: str = ""
) -> Objection:
    """Rule on an objection: dismissed, or upheld with the clause.

    In this order: permission; notice, case and objection are locked; one that was ruled on already raises
    StaleEdit with the other ruling. Dismissed: where no other objection holds the case it is free, and goes on
    with the next batch if its notice has ended. Upheld: a case that is still on notice leaves it with “upheld”
    and its applicant is told. Then the to-do to answer who objected, by the rule `objection.answer`; the event.
    Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "programmes.rule_on_objection", objection)
    if ruling not in (Ruling.DISMISSED, Ruling.UPHELD):
        raise Impossible(_("Say whether the objection is dismissed or upheld."), field="ruling")
    words, by = reason.strip()[:2000], clause.strip()[:200]
    if not words:
        raise Impossible(_("Say why; who objected and the applicant read it."), field="reason")
    if ruling == Ruling.UPHELD and not by:
        raise Impossible(_("Name the clause."), field="clause")
    entry = objection.entry
    notice = locked(entry.notice_id)
    case = flow.locked(entry.case_id)
    current = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if current.state != Ruling.OPEN:
        raise StaleEdit(_differences(current, ruling, words))
    now = clock.now()
    current.state, current.ruling_reason = ruling, words
    current.ruled_at, current.ruled_by = now, acting_user
    current.answer_due_at = notice_period.due(notice_period.ANSWER, now, place_of(notice) or "")
    current.save()
    if ruling == Ruling.DISMISSED:
        if case.held_by_objection and set_free(acting_user, case):
            tell_applicant(acting_user=acting_user, case=case, what="released")
    elif (item := _at_its_notice(case)) is not None:
        flow.close_item(
            acting_user=acting_user, case=case, item=item, outcome="upheld",
            reason=flow.Reason(code="objection", text=words, clause=by),
        )  # fmt: skip
        tell_applicant(acting_user=acting_user, case=case, what="upheld")
    elif case.held_by_objection:
        set_free(acting_user, case)
    notice_todos.ruled(acting_user, current, notice)
    notice_events.record(
        acting_user, notice_events.RULED, notice,
        objection=current.number, case=case.pk, ruling=ruling.value, clause=by,
        answer_due=current.answer_due_at.isoformat(),
    )  # fmt: skip
    return current


@transaction.atomic
def answer_objector(*, acting_user: Any, objection: Objection, how: str) -> Objection:
    """Note that who objected was told the ruling: how and by whom, without naming the person.

    Raises PermissionRefused; StaleEdit when somebody did it meanwhile; Impossible before the ruling.
    """
    permissions.require(acting_user, "programmes.answer_objector", objection)
    line = " ".join(how.split())[:200]
    if not line:
        raise Impossible(_("Say how the answer was given: by telephone, by letter, in person."), field="how")
    notice = locked(objection.entry.notice_id)
    current = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if current.state == Ruling.OPEN:
        raise Impossible(_("Rule on the objection first."))
    if current.answered_at is not None:
        raise StaleEdit([Difference(str(_("how it was answered")), line, current.answered_how)])
    current.answered_at, current.answered_by, current.answered_how = clock.now(), acting_user, line
    current.save()
    notice_todos.answered(acting_user, current)
    notice_events.record(acting_user, notice_events.ANSWERED, notice, objection=current.number)
    return current


def _complete(letter: Letter, files: Sequence[Attached]) -> Letter:
    """The letter with its blanks put right; Impossible, with the field, for what is missing."""
    name = " ".join(letter.name.split())
    contact = " ".join(letter.contact.split())
    found = Letter(
        name[:60],
        contact[:80],
        letter.statement.strip()[:4000],
        " ".join(letter.organisation.split())[:120],
        letter.evidence.strip()[:1000],
    )
    if len(name) < 2:
        raise Impossible(
            _("Give your real name. Without a name you can send a lead, which holds nothing."), field="name"
        )
    if not (_TELEPHONE.fullmatch(contact) or _MAILBOX.fullmatch(contact)):
        raise Impossible(
            _("Give a telephone number or a mailbox at which the office reaches you."), field="contact"
        )
    if len(found.statement) < 10:
        raise Impossible(_("Say what you object to, and why: at least ten characters."), field="statement")
    if not files and not found.evidence:
        raise Impossible(
            _("Add evidence: a photograph or a file, or say where it can be checked."), field="files"
        )
    if len(files) > MOST_FILES:
        raise Impossible(_("At most {number} files.").format(number=MOST_FILES), field="files")
    return found


def _differences(current: Objection, ruling: Ruling, reason: str) -> list[Difference]:
    return [
        Difference(str(_("ruling")), str(ruling.label), current.get_state_display()),
        Difference(str(_("reason")), reason, current.ruling_reason),
        Difference(str(_("ruled by")), "—", str(current.ruled_by)),
    ]


def _at_its_notice(case: Case) -> WorkItem | None:
    """The open work item of a case that still is at a public notice, this one or the next."""
    rows = WorkItem.objects.filter(case=case, state=ItemState.OPEN, type=StepType.PUBLIC_NOTICE)
    return rows.first()
