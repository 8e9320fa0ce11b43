"""What officers see of contacts: numbers, stamped copies to compare, rooms that both sides opened to them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.web import tables
from qinglan.market.contact import queries
from qinglan.market.models.enquiry import Enquiry, EnquiryState
from qinglan.market.models.room import Room, RoomState


@login_required
def figures(request: HttpRequest) -> HttpResponseBase:
    """``/market/enquiries/figures/``."""
    permissions.require(request.user, "contacts.count")
    title = _("Contacts in figures")
    context = {
        "title": title,
        "lead": _(
            "Numbers of all contacts. Their contents are open to both sides alone, unless both open them to officers."
        ),
        "tables": [
            _table(_("Enquiries by state"), EnquiryState, Enquiry.objects),
            _table(_("Negotiation rooms by state"), RoomState, Room.objects),
        ],
        "copies": queries.copies_to_compare()[:50],
        "shared": queries.shared_rooms()[:50],
        "breadcrumbs": [(title, "")],
    }
    return render(request, "market/contact_figures.html", context)


def _table(caption: str, states: Any, rows: Any) -> Any:
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return tables.build(
        caption,
        [_("State"), tables.Column(_("How many"), numeric=True)],
        [(str(one.label), found.get(one.value, 0)) for one in states],
    )
