"""Verbs on talks outside the system 线下对接: log one, confirm it or say what is wrong."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.contact import events, todos
from qinglan.market.contact.rules import side_in_room
from qinglan.market.domain.room_state import locked, touch
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import Meeting, MeetingKind, Room


@transaction.atomic
def log_meeting(
    *, acting_user: Any, room: Room, kind: str, held_on: date, summary: str, place: str = ""
) -> Meeting:
    """Log a visit, meeting or call of one's side with the other; it is asked to confirm it. Raises Impossible."""
    permissions.require(acting_user, "contacts.negotiate", room)
    row = locked(room)
    if kind not in MeetingKind.values:
        raise Impossible(_("“{value}” is not in the list.").format(value=kind), field="kind")
    if held_on > clock.today():
        raise Impossible(_("This day is still to come. Log the talk when it was held."), field="held_on")
    if not summary.strip():
        raise Impossible(_("Write in one or two sentences what was talked about."), field="summary")
    side = side_in_room(acting_user, row)
    made = Meeting.objects.create(
        room=row,
        side=side,
        kind=kind,
        held_on=held_on,
        place=place.strip()[:120],
        summary=summary.strip()[:2000],
        logged_by=acting_user,
        logged_at=clock.now(),
    )
    touch(row)
    events.record_room(
        acting_user,
        events.MET,
        row,
        meeting=made.pk,
        how=kind,
        held_on=held_on.isoformat(),
        side=side,
        summary=events.digest(made.place, made.summary),
    )
    todos.ask_people(acting_user, todos.MEETING, row, Side(side).other, row.get_absolute_url())
    return made


@transaction.atomic
def answer_meeting(*, acting_user: Any, meeting: Meeting, objection: str = "") -> Meeting:
    """The other side confirms a logged talk, or says by `objection` what is wrong. Raises Impossible."""
    permissions.require(acting_user, "contacts.negotiate", meeting.room)
    row = locked(meeting.room)
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.side == side_in_room(acting_user, row):
        raise Impossible(_("The other side confirms what yours has logged."))
    if held.answered_at is not None:
        raise Impossible(_("This was answered already."))
    held.answered_by, held.answered_at, held.objection = acting_user, clock.now(), objection.strip()[:500]
    held.save()
    touch(row)
    events.record_room(
        acting_user,
        events.MEETING_ANSWERED,
        row,
        meeting=held.pk,
        confirmed=held.is_confirmed,
        objection=events.digest(held.objection),
    )
    if not Meeting.objects.filter(room=row, side=held.side, answered_at__isnull=True).exists():
        todos.people_answered(acting_user, todos.MEETING, row, "contacts.answer-meeting")
    return held
