"""Lots: the list that everybody reads, and the page of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qinglan.auctions.bidders import shown as bidders
from qinglan.auctions.bidding import shown as bidding
from qinglan.auctions.lots import shown as own
from qinglan.auctions.lots.queries import lots_of, lots_organised_by, public_lots
from qinglan.auctions.models import PUBLIC, Better, LotMode, LotState
from qinglan.auctions.results import shown as results
from qinglan.auctions.sealing import shown as sealing
from qinglan.auctions.verifying import shown as verifying
from qinglan.auctions.views.lot_access import lot_or_404, trail
from qinglan.kernel import permissions
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows

ROOMS = (own, bidders, bidding, sealing, results, verifying)
"""Each adds to the context of a lot's page what its own fragment shows."""


class LotList(ListPage):
    """``/auctions/``: what was disclosed."""

    template_name = "auctions/lots.html"
    title = gettext_lazy("Auctions and bids")
    filters = (
        TextFilter(
            "q", gettext_lazy("Words"), ("title__icontains", "number__icontains", "summary__icontains")
        ),
        ChoiceFilter(
            "state", gettext_lazy("State"), [one for one in LotState.choices if one[0] in PUBLIC], "state"
        ),
        ChoiceFilter("mode", pgettext_lazy("lot", "mode"), LotMode.choices, "mode"),
        ChoiceFilter(
            "side",
            pgettext_lazy("lot", "Offered or sought"),
            [
                (Better.HIGHER, pgettext_lazy("lot", "Offered")),
                (Better.LOWER, pgettext_lazy("lot", "Sought")),
            ],
            "better",
        ),
        ChoiceFilter(
            "training",
            pgettext_lazy("lot", "Training"),
            [("False", gettext_lazy("Real lots")), ("True", gettext_lazy("Training lots"))],
            "is_training",
        ),
    )
    sorts = (
        Sort("new", gettext_lazy("Last disclosed first"), "-disclosed_at"),
        Sort("end", gettext_lazy("Soonest end"), "bids_until"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Lot"), lambda row: row.title),
        ListColumn(pgettext_lazy("lot", "mode"), lambda row: str(row.get_mode_display())),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("seller or buyer"), lambda row: row.owner.name),
        ListColumn(gettext_lazy("organiser"), lambda row: row.organiser.name),
        ListColumn(gettext_lazy("start price"), "start_price", money="yuan"),
        ListColumn(gettext_lazy("disclosed"), "disclosed_at"),
        ListColumn(gettext_lazy("bids from"), "bids_from"),
        ListColumn(gettext_lazy("bids until"), "bids_until"),
        ListColumn(pgettext_lazy("lot", "Training"), lambda row: _("training") if row.is_training else ""),
    )
    empty_title = gettext_lazy("No lot is disclosed yet")
    empty_text = gettext_lazy(
        "Who wants to sell, license or seek offers one of his technologies, rights or needs."
    )
    empty_url = "/market/technologies/"
    empty_action = gettext_lazy("Look for technologies")

    def get_queryset(self) -> Rows:
        """Every lot that is or was public."""
        return public_lots()

    def get_context(self) -> dict[str, Any]:
        """Breadcrumbs and what may be done."""
        return {
            "breadcrumbs": [(self.title, "")],
            "may_begin": bool(permissions.answer(self.request.user, "auctions.begin_lot")),
            "lead": _(
                "Technologies, rights and needs, each with its rules and lawful organiser; anybody can check every result."
            ),
        }


@method_decorator(login_required, name="get")
class OwnLots(LotList):
    """``/auctions/mine/``: what one's organisations offer or seek, in every state."""

    title = gettext_lazy("My lots")
    filters = (
        LotList.filters[0],
        ChoiceFilter("state", gettext_lazy("State"), LotState.choices, "state"),
        *LotList.filters[2:],
    )
    sorts = (
        Sort("new", gettext_lazy("Last changed first"), "-changed_at"),
        Sort("end", gettext_lazy("Soonest end"), "bids_until"),
    )
    empty_title = gettext_lazy("You have no lot yet")
    empty_url = "/auctions/new/"
    empty_action = gettext_lazy("Offer a lot")

    def get_queryset(self) -> Rows:
        """Of one's own organisations."""
        return lots_of(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Breadcrumbs."""
        return {
            "may_begin": bool(permissions.answer(self.request.user, "auctions.begin_lot")),
            "breadcrumbs": [(LotList.title, "/auctions/"), (self.title, "")],
        }


class OrganisedLots(OwnLots):
    """``/auctions/organised/``: what one's organisations were asked to organise."""

    title = gettext_lazy("Lots to organise")
    empty_title = gettext_lazy("Nobody has asked you to organise a lot")
    empty_text = gettext_lazy("A lot appears here when its owner hands it in.")
    empty_url = ""

    def get_queryset(self) -> Rows:
        """Handed in, with one's organisation as organiser."""
        return lots_organised_by(self.request.user)


def record(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/``: one lot; every room adds its own fragment."""
    lot = lot_or_404(number)
    permissions.require(request.user, "auctions.view_lot", lot)
    context: dict[str, Any] = {"title": lot.title, "lot": lot, "breadcrumbs": trail(lot)}
    for room in ROOMS:
        context |= room.context(request.user, lot)
    return render(request, "auctions/lot.html", context)
