"""Pages on which a price is accepted: a fixed one by an admitted bidder, an open licence by anybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from qinglan.auctions.bidders.forms import TakeForm
from qinglan.auctions.bidders.queries import own_application
from qinglan.auctions.domain import acceptance
from qinglan.auctions.models import Lot, LotMode
from qinglan.auctions.views.lot_access import lot_open_to, posted, task
from qinglan.kernel.web.money import money
from qinglan.market.forms import Form
from qinglan.parties import holding
from qinglan.parties.models.organisation_kind import OrganisationState


class AcceptForm(Form):
    """Nothing to fill in: one press after reading."""

    autosave = False


@lot_open_to("auctions.apply")
def accept(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/accept/``: the admitted bidder takes the fixed price, first come."""
    bidder = own_application(request.user, lot)
    if bidder is None or lot.mode != LotMode.FIXED or lot.start_price is None:
        raise Http404
    form = AcceptForm(posted(request)[0])

    def act() -> HttpResponseBase:
        acceptance.accept_price(acting_user=request.user, bidder=bidder, key=f"accept:{bidder.pk}")
        messages.success(request, _("Accepted: you were the first. The result follows."))
        return redirect(lot)

    price = money(lot.start_price)
    return task(
        request, form, act, lot, _("Accept {price}").format(price=price), _("Accept the price"),
        lead=_("Who accepts first has the lot. An acceptance binds and can't be taken back."),
    )  # fmt: skip


@lot_open_to("auctions.apply")
def take(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/take/``: take an open licence at its declared fee."""
    if lot.mode != LotMode.OPEN_LICENCE or lot.start_price is None:
        raise Http404
    units = list(
        holding.organisations_represented_by(request.user)
        .filter(state=OrganisationState.VERIFIED)
        .order_by("name_key")
    )
    form = TakeForm(posted(request)[0], units=units)

    def act() -> HttpResponseBase:
        unit = next(one for one in units if one.pk == form.cleaned_data["organisation"])
        acceptance.take_licence(acting_user=request.user, lot=lot, organisation=unit)
        messages.success(request, _("The licence is yours at the declared fee. The contract follows."))
        return redirect(lot)

    return task(
        request, form, act, lot, _("Take the licence at {price}").format(price=money(lot.start_price)),
        _("Take the licence"), lead=_("A standing offer: any number of organisations may take it. Taking it binds."),
    )  # fmt: skip
