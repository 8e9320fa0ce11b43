"""A negotiation room: what was said and sent, who takes part, what is on the table; live."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.outbox import live
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.rulebook.language import text_of
from qinglan.kernel.web import sse
from qinglan.kernel.web.task_page import form_page
from qinglan.kernel.web.views.errors import conflict
from qinglan.market.contact import brokers, events, hand_over, queries
from qinglan.market.contact.forms import (
    BrokerForm,
    CloseForm,
    MeetingForm,
    ObjectionForm,
    PersonForm,
    SayForm,
)
from qinglan.market.contact.pack import contact
from qinglan.market.contact.rules import side_in_room, side_seen
from qinglan.market.domain import meeting as meetings
from qinglan.market.domain import room as verbs
from qinglan.market.lines import joined
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import Meeting, Participant, ParticipantRole, Room
from qinglan.market.models.terms import OfferState
from qinglan.market.views.access import posted
from qinglan.market.views.contact_access import room_open_to, trail_of_room
from qinglan.parties.holding import ACTS, people_of

SHOWN = 200
"""Messages on the page; older ones on request."""


@room_open_to("contacts.read_room")
def room(request: HttpRequest, room: Room) -> HttpResponseBase:
    """``/market/rooms/<pk>/``."""
    side = side_seen(request.user, room)
    part = side_in_room(request.user, room)
    if part:
        verbs.note_read(acting_user=request.user, room=room)
    enquiry = room.enquiry
    context = {
        **_talk(room, side, request.user, everything=request.GET.get("all") == "1"),
        "title": str(enquiry.listing),
        "kind": joined(_("Negotiation room"), room.reference),
        "part": part,
        "may_lead": bool(permissions.answer(request.user, "contacts.lead", room)),
        "form": SayForm(),
        "answer": _answer(room, side),
        "agreement": getattr(enquiry, "agreement", None),
        "people": _people(room, side),
        "meetings": room.meetings.select_related("logged_by"),
        "breadcrumbs": trail_of_room(room),
        "visibility": _visibility(room),
        "officer": not side,
    }
    return render(request, "market/room.html", context)


def _talk(room: Room, side: str, user: Any, *, everything: bool = False) -> dict[str, Any]:
    """The part of the page that is brought up to date while it is open."""
    rows = room.messages.select_related("author", "file").order_by("-number")
    found = list(rows if everything else rows[:SHOWN])[::-1]
    enquiry = room.enquiry
    offer = room.offers.filter(state=OfferState.CURRENT).select_related("sheet").first()
    return {
        "room": room,
        "enquiry": enquiry,
        "side": side,
        "status": {"kind": room.light, "word": room.get_state_display()},
        "more": room.said - len(found) if not everything else 0,
        "said": [
            {
                "mine": one.side == side,
                "who": enquiry.name_of(one.side, side),
                "person": str(one.author) if one.side == side or enquiry.is_named(one.side) else "",
                "when": one.sent_at,
                "text": one.text,
                "file": one.file,
                "number": one.number,
            }
            for one in found
        ],
        "offer": offer,
        "offer_mine": offer is not None and offer.side == side,
        "sheets": list(room.sheets.order_by("-number")),
        "closing": _closing(room, side),
        "agreed_sheet": getattr(getattr(room, "hand_over", None), "sheet", None),
        "contracts": hand_over.is_taken(),
    }


def _answer(room: Room, side: str) -> str:
    enquiry = room.enquiry
    return _("%(asking)s and %(owning)s talk about %(reference)s.") % {
        "asking": enquiry.name_of(Side.ASKING, side),
        "owning": enquiry.name_of(Side.OWNING, side),
        "reference": enquiry.listing.reference,
    }


def _closing(room: Room, side: str) -> str:
    if room.state != "not_agreed":
        return ""
    if room.closed_side == side:
        return text_of(room.reason, contact().outcomes)
    return verbs.words_of_outcome(room)


def _people(room: Room, side: str) -> list[dict[str, Any]]:
    rows = room.participants.filter(left_at__isnull=True).select_related("user__broker")
    enquiry = room.enquiry
    return [
        {
            "row": one,
            "mine": one.side == side,
            "standing": _standing(enquiry, one),
            "unit": enquiry.name_of(one.side, side),
            "name": str(one.user)
            if one.side == side or enquiry.is_named(one.side) or one.role == ParticipantRole.BROKER
            else _("somebody of this side"),
        }
        for one in rows
    ]


def _standing(enquiry: Any, row: Participant) -> str:
    """By what right a broker sits there; "" for everybody else."""
    if row.role != ParticipantRole.BROKER:
        return ""
    return brokers.standing(enquiry, row.side, getattr(row.user, "broker", None)).words


def _visibility(room: Room) -> str:
    if room.is_shared:
        return _(
            "Those who take part, the administrators of both organisations, and officers read this: both sides let them."
        )
    return _(
        "Those who take part and the administrators of both organisations read this; officers see numbers only."
    )


@require_POST
@room_open_to("contacts.negotiate")
def say(request: HttpRequest, room: Room) -> HttpResponseBase:
    """Say something; a refusal comes back with what was typed."""
    form = SayForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            verbs.say(
                acting_user=request.user,
                room=room,
                text=form.cleaned_data["text"],
                name=file.name if file else "",
                content=file.read() if file else None,
            )
        except Impossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect(f"{room.get_absolute_url()}#say")
    context = {
        "title": _("Send a message"),
        "submit": _("Send the message"),
        "form": form,
        "back_url": room.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (_("Send a message"), "")),
    }
    return render(request, "web/task.html", context)


@require_safe
async def stream(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/market/rooms/<pk>/stream/``: what is said, as long as the reader may read it."""
    user = await sync_to_async(_reader)(request, pk)
    if isinstance(user, HttpResponse):
        return user
    language = translation.get_language() or "zh-hans"

    def talk(_change: Change) -> str | None:
        with translation.override(language):
            return _fragment(user, pk)

    after = Position.parse(sse.last_event_id(request))
    found = live.changes_of({events.ROOM_CHANGED}, key=str(pk), after=after)
    return sse.event_stream(live.messages(found, talk))


def _reader(request: HttpRequest, pk: int) -> Any:
    user: Any = request.user
    found = get_object_or_404(queries.rooms(), pk=pk)
    if not user.is_authenticated or not permissions.answer(user, "contacts.read_room", found):
        return HttpResponse(status=403)
    return user


def _fragment(user: Any, pk: int) -> str | None:
    """The talk as it is now, or nothing where the reader may no longer read it."""
    fresh = get_user_model().objects.get(pk=user.pk)
    found = queries.rooms().filter(pk=pk).first()
    if found is None or not permissions.answer(fresh, "contacts.read_room", found):
        return None
    side = side_seen(fresh, found)
    if side_in_room(fresh, found):
        verbs.note_read(acting_user=fresh, room=found)
    return render_to_string("market/room_talk.html", _talk(found, side, fresh))


@room_open_to("contacts.lead")
def people(request: HttpRequest, room: Room) -> HttpResponseBase:
    """Who takes part; add a colleague of one's own side."""
    side = _own_side(request, room)
    there = room.participants.filter(left_at__isnull=True).values("user")
    colleagues = list(people_of(room.enquiry.organisation(side), *ACTS).exclude(pk__in=there).distinct())
    form = PersonForm(posted(request), people=colleagues)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.add_participant(
            acting_user=request.user,
            room=room,
            user=next(one for one in colleagues if one.pk == data["user"]),
            side=side,
            role=data["role"],
        )
        messages.success(request, _("Added; the person has a message."))
        return redirect("rooms:people", room.pk)

    title = _("People in the talks")
    context = {
        "title": title,
        "lead": _("Who takes part for each side. You add and remove people of your own side."),
        "submit": _("Add to the talks"),
        "room": room,
        "side": side,
        "people": _people(room, side),
        "colleagues": colleagues,
        "shares": getattr(room, f"{side}_shares"),
        "back_url": room.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return form_page(request, form, act, context, template="market/room_people.html")


@room_open_to("contacts.lead")
def broker(request: HttpRequest, room: Room) -> HttpResponseBase:
    """Add a broker of one's own side by his mandate: who can be, who can't yet, and what both sides will read."""
    side = _own_side(request, room)
    there = set(room.participants.filter(left_at__isnull=True).values_list("user", flat=True))
    held = [one for one in brokers.mandates_of(room.enquiry, side) if one.broker.user_id not in there]
    shown = [(one, brokers.standing(room.enquiry, side, one.broker)) for one in held]
    able = [one for one, how in shown if how.may_take_part]
    form = BrokerForm(posted(request), mandates=able, initial={"mandate": able[0].pk if able[:1] else None})

    def act() -> HttpResponseBase:
        key = form.cleaned_data["mandate"]
        verbs.add_broker(
            acting_user=request.user, room=room, mandate=next(one for one in able if one.pk == key), side=side
        )
        messages.success(request, _("Added. The other side reads by whose mandate he takes part."))
        return redirect("rooms:people", room.pk)

    title = _("Add a broker")
    context = {
        "title": title,
        "lead": _("He speaks for your side by a mandate in force. Both sides read whose broker he is."),
        "submit": _("Add the broker"),
        "room": room,
        "shown": shown,
        "able": able,
        "back_url": reverse("rooms:people", args=[room.pk]),
        "breadcrumbs": trail_of_room(
            room, (_("People in the talks"), reverse("rooms:people", args=[room.pk])), (title, "")
        ),
    }
    return form_page(request, form, act, context, template="market/room_broker.html")


def _own_side(request: HttpRequest, room: Room) -> str:
    side = side_seen(request.user, room)
    if not side:
        raise PermissionRefused("contacts.lead", _("Only both sides keep who takes part."))
    return side


@require_POST
@room_open_to("contacts.lead")
def remove(request: HttpRequest, room: Room, participant: int) -> HttpResponseBase:
    """Let somebody out."""
    row = get_object_or_404(Participant.objects.select_related("room"), room=room, pk=participant)
    return _press(
        request,
        room,
        lambda: verbs.remove_participant(acting_user=request.user, participant=row),
        "rooms:people",
    )


@require_POST
@room_open_to("contacts.lead")
def share(request: HttpRequest, room: Room) -> HttpResponseBase:
    """Let officers read it, or no longer."""
    wanted = request.POST.get("share") == "1"
    return _press(
        request,
        room,
        lambda: verbs.share_with_officers(acting_user=request.user, room=room, share=wanted),
        "rooms:people",
    )


def _press(request: HttpRequest, room: Room, act: Any, then: str) -> HttpResponseBase:
    try:
        act()
    except Impossible as refusal:
        messages.error(request, refusal.message)
    return redirect(then, room.pk)


@room_open_to("contacts.lead")
def close(request: HttpRequest, room: Room) -> HttpResponseBase:
    """End the talks without agreement."""
    form = CloseForm(posted(request), initial={"version": room.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        room.revision = room.revision if data["version"] is None else data["version"]
        verbs.close_room(
            acting_user=request.user,
            room=room,
            reason=data["reason"],
            shows_reason=data["shows_reason"],
            note=data["note"],
        )
        messages.success(request, _("The talks ended. What was said stays readable for both sides."))
        return redirect(room)

    title = _("End the talks without agreement")
    context = {
        "title": title,
        "lead": _(
            "What is on the table becomes void. A confidentiality agreement in force stands until its last day."
        ),
        "submit": _("End the talks"),
        "back_url": room.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return form_page(request, form, act, context, stale_url=room.get_absolute_url())


@room_open_to("contacts.negotiate")
def meet(request: HttpRequest, room: Room) -> HttpResponseBase:
    """Log a talk outside the system."""
    form = MeetingForm(posted(request))

    def act() -> HttpResponseBase:
        data = form.values()
        meetings.log_meeting(acting_user=request.user, room=room, **data)
        messages.success(request, _("Logged. The other side is asked to confirm it."))
        return redirect(room)

    title = _("Log a talk outside the system")
    context = {
        "title": title,
        "submit": _("Log the talk"),
        "back_url": room.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return form_page(request, form, act, context)


@require_POST
@room_open_to("contacts.negotiate")
def confirm_meeting(request: HttpRequest, room: Room, meeting: int) -> HttpResponseBase:
    """The other side confirms it."""
    row = _meeting(room, meeting)
    return _press(
        request, room, lambda: meetings.answer_meeting(acting_user=request.user, meeting=row), "rooms:room"
    )


@room_open_to("contacts.negotiate")
def object_meeting(request: HttpRequest, room: Room, meeting: int) -> HttpResponseBase:
    """The other side says what is wrong."""
    row = _meeting(room, meeting)
    form = ObjectionForm(posted(request))

    def act() -> HttpResponseBase:
        meetings.answer_meeting(
            acting_user=request.user, meeting=row, objection=form.cleaned_data["objection"]
        )
        return redirect(room)

    title = _("Say what is wrong with it")
    context = {
        "title": title,
        "lead": row.summary,
        "submit": _("Send the objection"),
        "back_url": room.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return form_page(request, form, act, context)


def _meeting(room: Room, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("room"), room=room, pk=pk)


def stale_or_refused(request: HttpRequest, room: Room, act: Any) -> HttpResponseBase:
    """Press something on the room's page: 409 where it changed, a message where it is refused."""
    try:
        act()
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=room.get_absolute_url(), version="")
    except Impossible as refusal:
        messages.error(request, refusal.message)
    return redirect(room)
