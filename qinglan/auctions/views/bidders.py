"""Pages of bidders: apply, one application, the organiser's list and acts, receipts of deposits."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.auctions.bidders import queries
from qinglan.auctions.bidders.forms import ApplyForm, CorrectForm, ReceiptForm
from qinglan.auctions.bidders.related import doubts
from qinglan.auctions.bidders.shown import acts_on, summary_of
from qinglan.auctions.domain import bidder as verbs
from qinglan.auctions.domain import bidder_check, deposit
from qinglan.auctions.domain.bidder import Upload
from qinglan.auctions.lots.forms import ReasonForm
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import Bidder, Lot
from qinglan.auctions.views.lot_access import lot_open_to, posted, press, seen, task, trail
from qinglan.kernel import permissions
from qinglan.kernel.web.doors import door
from qinglan.parties import holding

bidder_open_to = door(lambda pk: get_object_or_404(queries.bidders(), pk=pk), "pk", given="bidder")
"""Let in whom a permission on the application in the address lets in; others get 403 with the reason."""


@lot_open_to("auctions.apply")
def apply(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/apply/``."""
    own = holding.organisations_represented_by(request.user).order_by("name_key").first()
    form = ApplyForm(*posted(request), initial={"organisation": own})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        made = verbs.apply(
            acting_user=request.user, lot=lot, organisation=data["organisation"], statement=data["statement"],
            declared_unrelated=data["declared_unrelated"], files=_uploads(data["proof"]),
            power_of_attorney=next(iter(_uploads(data["power_of_attorney"])), None),
        )  # fmt: skip
        messages.success(request, _("Applied. The organiser looks at it and tells you."))
        return redirect("auctions:bidder", made.pk)

    return task(request, form, act, lot, _("Apply to bid"), _("Send the application"), uploads=True)


@bidder_open_to("auctions.see_bidder")
def record(request: HttpRequest, bidder: Bidder) -> HttpResponseBase:
    """``/auctions/bidders/<pk>/``: for its organisation and for the organiser of the lot."""
    title = _("Application to bid")
    context = {
        "title": title, "kind": str(bidder.lot), "bidder": bidder, "lot": bidder.lot,
        "status": {"kind": _LIGHTS.get(bidder.state, "idle"), "word": bidder.get_state_display()},
        "answer": bidder.note, "summary": summary_of(bidder), "bidder_acts": acts_on(request.user, bidder),
        "doubts": doubts(bidder.lot, bidder.organisation)
        if permissions.answer(request.user, "auctions.settle_bidder", bidder)
        else [],
        "files": bidder.files.select_related("file"),
        "visibility": _("The applicant's organisation and the organiser of the lot see this; nobody else before the result."),
        "breadcrumbs": trail(bidder.lot, (title, "")),
    }  # fmt: skip
    return render(request, "auctions/bidder.html", context)


_LIGHTS = {
    "applied": "due", "returned": "late", "deposit": "due", "qualified": "done", "refused": "late",
    "excluded": "late",
}  # fmt: skip


@lot_open_to("auctions.see_bidders")
def listed(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/bidders/``: for the organiser alone."""
    rows = [(one, _LIGHTS.get(one.state, "idle"), deposit.held(one)) for one in queries.bidders_of(lot)]
    title = _("Bidders")
    context = {
        "title": title,
        "kind": str(lot),
        "lot": lot,
        "rows": rows,
        "breadcrumbs": trail(lot, (title, "")),
    }
    return render(request, "auctions/bidders.html", context)


@require_POST
@bidder_open_to("auctions.settle_bidder")
def admit(request: HttpRequest, bidder: Bidder) -> HttpResponseBase:
    """``/auctions/bidders/<pk>/admit/``."""
    return press(
        request, _back(bidder),
        lambda: bidder_check.admit(acting_user=request.user, bidder=seen(request, bidder)),
        _("Looked at. The bidder was told."),
    )  # fmt: skip


@require_POST
@bidder_open_to("auctions.act_as_bidder")
def withdraw(request: HttpRequest, bidder: Bidder) -> HttpResponseBase:
    """``/auctions/bidders/<pk>/withdraw/``."""
    return press(
        request, _back(bidder),
        lambda: verbs.withdraw(acting_user=request.user, bidder=seen(request, bidder)), _("Withdrawn."),
    )  # fmt: skip


@bidder_open_to("auctions.act_as_bidder")
def correct(request: HttpRequest, bidder: Bidder) -> HttpResponseBase:
    """``/auctions/bidders/<pk>/correct/``."""
    form = CorrectForm(*posted(request), initial={"statement": bidder.statement, "version": bidder.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.correct(
            acting_user=request.user, bidder=seen(request, bidder), statement=data["statement"],
            files=_uploads(data["proof"]),
            power_of_attorney=next(iter(_uploads(data["power_of_attorney"])), None),
        )  # fmt: skip
        messages.success(request, _("Applied. The organiser looks at it and tells you."))
        return redirect(_back(bidder))

    return task(
        request, form, act, bidder.lot, _("Correct the application"), _("Send it again"), uploads=True,
        back_url=_back(bidder),
    )  # fmt: skip


@bidder_open_to("auctions.settle_bidder")
def with_reason(request: HttpRequest, bidder: Bidder, name: str) -> HttpResponseBase:
    """``/auctions/bidders/<pk>/return|refuse|exclude/``."""
    verb, title = {
        "return": (bidder_check.give_back, _("Return the application")),
        "refuse": (bidder_check.refuse, _("Refuse the bidder")),
        "exclude": (bidder_check.exclude, _("Exclude the bidder")),
    }[name]
    rows = tuple(one for one in auctions().refusals if one.returns or name != "return")
    form = ReasonForm(posted(request)[0], rows=rows, initial={"version": bidder.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verb(acting_user=request.user, bidder=seen(request, bidder), reason=data["reason"], note=data["note"])
        messages.success(request, _("Looked at. The bidder was told."))
        return redirect(_back(bidder))

    return task(request, form, act, bidder.lot, title, title, back_url=_back(bidder))


@bidder_open_to("auctions.settle_bidder")
def receipt(request: HttpRequest, bidder: Bidder, name: str) -> HttpResponseBase:
    """``/auctions/bidders/<pk>/deposit|return-deposit|forfeit-deposit/``: a receipt of the custodian."""
    verb, title = {
        "deposit": (deposit.confirm_deposit, _("Enter the receipt of the deposit")),
        "return-deposit": (deposit.return_deposit, _("Enter that the deposit went back")),
        "forfeit-deposit": (deposit.forfeit_deposit, _("Enter that the deposit was forfeited")),
    }[name]
    form = ReceiptForm(posted(request)[0], initial={"version": bidder.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verb(
            acting_user=request.user, bidder=seen(request, bidder), receipt=data["receipt"],
            issued_on=data["issued_on"],
        )  # fmt: skip
        messages.success(request, _("Entered in the ledger. The bidder was told."))
        return redirect(_back(bidder))

    return task(request, form, act, bidder.lot, title, _("Enter the receipt"), back_url=_back(bidder))


def _back(bidder: Bidder) -> str:
    return reverse("auctions:bidder", args=[bidder.pk])


def _uploads(file: Any) -> list[Upload]:
    return [Upload(file.name, file.read())] if file else []
