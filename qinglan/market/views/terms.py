"""Term sheets: write a version, read it beside another, offer, accept, decline."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qinglan.kernel.web.task_page import form_page
from qinglan.market.contact.comparing import points
from qinglan.market.contact.forms import OfferForm, SheetForm
from qinglan.market.contact.rules import side_in_room, side_seen
from qinglan.market.domain import offer as offers
from qinglan.market.domain.term_sheet import write_sheet
from qinglan.market.models.room import Participant, ParticipantRole, Room
from qinglan.market.models.terms import Offer, OfferState
from qinglan.market.views.access import posted
from qinglan.market.views.contact_access import room_open_to, trail_of_room
from qinglan.market.views.rooms import stale_or_refused


@room_open_to("contacts.negotiate")
def write(request: HttpRequest, room: Room) -> HttpResponseBase:
    """``/market/rooms/<pk>/terms/new/``: the next version, filled with the last one."""
    last = room.sheets.order_by("-number").first()
    number = last.number if last else 0
    form = SheetForm(posted(request), initial={**SheetForm.initial_of(last), "version": number})

    def act() -> HttpResponseBase:
        seen = form.cleaned_data["version"]
        sheet = write_sheet(
            acting_user=request.user,
            room=room,
            lines=form.lines(),
            seen=number if seen is None else seen,
            note=form.cleaned_data["note"],
        )
        messages.success(
            request,
            _("Version %(number)s is saved; the other side has a message.") % {"number": sheet.number},
        )
        return redirect(sheet)

    title = _("Write version %(number)s of the terms") % {"number": number + 1}
    context = {
        "title": title,
        "lead": _("What you leave out stays open. A version is a draft for discussion until you offer it."),
        "submit": _("Save the version"),
        "back_url": room.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return form_page(request, form, act, context, stale_url=room.get_absolute_url())


@room_open_to("contacts.read_room")
def sheet(request: HttpRequest, room: Room, number: int) -> HttpResponseBase:
    """``/market/rooms/<pk>/terms/<number>/?from=<number>``: a version, compared with the one before or another."""
    sheets = {one.number: one for one in room.sheets.prefetch_related("lines").select_related("author")}
    newer = sheets.get(number)
    if newer is None:
        raise Http404
    asked = request.GET.get("from", "")
    older = sheets.get(int(asked)) if asked.isdigit() else sheets.get(number - 1)
    if older is not None and older.number >= newer.number:
        older = None
    side = side_seen(request.user, room)
    part = side_in_room(request.user, room)
    offer = Offer.objects.filter(sheet=newer).first()
    held = Participant.objects.filter(room=room, user_id=request.user.pk or 0, left_at__isnull=True).first()
    is_last = number == max(sheets)
    title = _("Terms, version %(number)s") % {"number": number}
    compared = points(older, newer)
    context = {
        "title": title,
        "kind": str(room.enquiry.listing),
        "room": room,
        "sheet": newer,
        "older": older,
        "sheets": sorted(sheets.values(), key=lambda one: one.number),
        "points": compared,
        "changed": sum(one.differs for one in compared) if older else 0,
        "unit": room.enquiry.name_of(newer.side, side),
        "offer": offer,
        "status": {"kind": offer.light, "word": offer.get_state_display()} if offer else None,
        "part": part,
        "is_last": is_last,
        "may_offer": bool(part) and is_last and offer is None and room.is_open,
        "may_answer": bool(part)
        and offer is not None
        and offer.state == OfferState.CURRENT
        and offer.side != part,
        "may_accept": held is not None and held.role == ParticipantRole.LEAD,
        "may_take_back": bool(part)
        and offer is not None
        and offer.state == OfferState.CURRENT
        and offer.side == part,
        "form": OfferForm(),
        "breadcrumbs": trail_of_room(room, (title, "")),
        "visibility": _("Both sides read this. It is a statement of intent; the contract follows on paper."),
    }
    return render(request, "market/sheet.html", context)


@room_open_to("contacts.negotiate")
def make(request: HttpRequest, room: Room, number: int) -> HttpResponseBase:
    """Offer to agree on this version."""
    held = get_object_or_404(room.sheets, number=number)
    held.room = room
    form = OfferForm(posted(request))

    def act() -> HttpResponseBase:
        offers.make_offer(acting_user=request.user, sheet=held, days=form.cleaned_data["days"])
        messages.success(request, _("Offered. The other side has a to-do until the offer expires."))
        return redirect(held)

    title = _("Offer version %(number)s") % {"number": number}
    context = {
        "title": title,
        "lead": _(
            "Who leads the talks for the other side may accept it until it expires; you may withdraw it before."
        ),
        "submit": _("Make the offer"),
        "back_url": held.get_absolute_url(),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return form_page(request, form, act, context, stale_url=room.get_absolute_url())


VERBS: dict[str, Any] = {
    "accept": offers.accept_offer,
    "decline": offers.decline_offer,
    "withdraw": offers.withdraw_offer,
}


@require_http_methods(["GET", "POST"])
@room_open_to("contacts.negotiate")
def settle(request: HttpRequest, room: Room, offer: int, act: str) -> HttpResponseBase:
    """Accept (which one confirms first), decline or withdraw the offer on the table."""
    row = Offer.objects.filter(room=room, pk=offer).select_related("sheet", "room__enquiry").first()
    if row is None or act not in VERBS:
        raise Http404
    if request.method == "POST":
        return stale_or_refused(request, room, lambda: VERBS[act](acting_user=request.user, offer=row))
    if act != "accept":
        return redirect(row.sheet)
    title = _("Agree on version %(number)s of the terms") % {"number": row.sheet.number}
    context = {
        "title": title,
        "lead": _("Both sides then agree on these terms; the talks end and the contract follows on paper."),
        "submit": _("Agree on these terms"),
        "back_url": row.sheet.get_absolute_url(),
        "form": None,
        "points": points(None, row.sheet),
        "breadcrumbs": trail_of_room(room, (title, "")),
    }
    return render(request, "market/offer_accept.html", context)
