"""Results: reckon, put on notice, object, rule, sign, default."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.auctions.domain.result import determine
from qinglan.auctions.domain.result_notice import post_result
from qinglan.auctions.domain.result_objection import object_to_result, rule_on_objection
from qinglan.auctions.domain.signing import confirm_signed, declare_default
from qinglan.auctions.models import Lot, ResultObjection
from qinglan.auctions.results.forms import (
    DefaultForm,
    NoticeForm,
    ObjectionForm,
    RulingForm,
    SignedForm,
)
from qinglan.auctions.views.lot_access import lot_open_to, press, task
from qinglan.kernel import permissions


@require_POST
@lot_open_to("auctions.determine")
def reckon(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/determine/``: a button on the page of the lot."""
    done = _("The result is reckoned from the events of the lot.")
    return press(request, lot.get_absolute_url(), lambda: determine(acting_user=request.user, lot=lot), done)


@lot_open_to("auctions.post_result")
def notice(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/notice/``."""
    form = NoticeForm(request.POST or None)

    def act() -> HttpResponseBase:
        post_result(acting_user=request.user, lot=lot, contact=form.cleaned_data["contact"])
        messages.success(request, _("The result is on public notice."))
        return redirect(lot)

    return task(
        request,
        form,
        act,
        lot,
        _("Put the result on public notice"),
        _("Put on notice"),
        lead=_("Everybody reads the winner and the price, and may object until the notice ends."),
    )


@lot_open_to("auctions.object_to_result")
def object_to(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/object/``."""
    form = ObjectionForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        file = data.get("proof")
        object_to_result(
            acting_user=request.user,
            lot=lot,
            name=data["name"],
            contact=data["contact"],
            text=data["text"],
            proof=(file.name, file.read()) if file else None,
        )
        messages.success(
            request,
            _("Your objection is in. The organiser rules on it and you are told; until then nobody signs."),
        )
        return redirect(lot)

    return task(
        request,
        form,
        act,
        lot,
        _("Object to the result"),
        _("Send the objection"),
        lead=_(
            "Say what is wrong and what proves it. Your name is known to the organiser and to officers alone."
        ),
        uploads=True,
    )


@login_required
def rule(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/auctions/objections/<pk>/``: what was objected, and the ruling."""
    found = get_object_or_404(
        ResultObjection.objects.select_related("notice__result__lot__organiser", "proof"), pk=pk
    )
    objection, lot = found, found.notice.result.lot
    permissions.require(request.user, "auctions.rule_on_result", lot)
    form = RulingForm(request.POST or None)

    def act() -> HttpResponseBase:
        rule_on_objection(acting_user=request.user, objection=objection, **form.cleaned_data)
        messages.success(request, _("The ruling is recorded; who objected is told."))
        return redirect(lot)

    return task(
        request,
        form,
        act,
        lot,
        _("Rule on an objection"),
        _("Record the ruling"),
        lead=_("Upheld, a selection goes on with its next candidate; any other lot fails."),
        objection=objection,
        template="auctions/ruling.html",
    )


@lot_open_to("auctions.settle_signing")
def signed(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/signed/``."""
    form = SignedForm(request.POST or None)

    def act() -> HttpResponseBase:
        confirm_signed(acting_user=request.user, lot=lot, **form.cleaned_data)
        messages.success(request, _("The lot is concluded and handed over to its contract."))
        return redirect(lot)

    return task(
        request,
        form,
        act,
        lot,
        _("Record that both sides signed"),
        _("Conclude the lot"),
        lead=_("The lot is concluded by it; the deposits of the others go back."),
    )


@lot_open_to("auctions.settle_signing")
def default(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/default/``."""
    form = DefaultForm(request.POST or None)

    def act() -> HttpResponseBase:
        declare_default(acting_user=request.user, lot=lot, **form.cleaned_data)
        messages.success(request, _("The default is recorded; the page of the lot says what follows."))
        return redirect(lot)

    return task(
        request,
        form,
        act,
        lot,
        _("Record that the winner does not sign"),
        _("Record the default"),
        lead=_("It can't be taken back. A selection goes on with the next candidate; any other lot fails."),
    )
