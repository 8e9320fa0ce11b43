"""Seals that a provider makes later: bring what it made, ask again, give the order up, and what it sends by itself."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qinglan.contracts.domain.seal import take_sealed
from qinglan.contracts.domain.seal_asking import EndedOrder, UnknownOrder
from qinglan.contracts.domain.seal_order import answer_order, ask_again, give_order_up, note_refused_answer
from qinglan.contracts.models import PartySignature, SignatureState, Signing
from qinglan.contracts.signing import answering, port
from qinglan.contracts.signing.forms import SealedForm
from qinglan.contracts.views.contract_access import held_signature, trail
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.drafts.middleware import FORM_TYPES
from qinglan.kernel.web.task_page import form_page, posted
from qinglan.parties.domain.account import system_user


def _page(request: HttpRequest, form: Any, act: Any, signing: Signing, mine: PartySignature, title: str, **more: Any) -> HttpResponseBase:  # fmt: skip
    contract = signing.contract
    context: dict[str, Any] = {
        "title": title,
        "contract": contract,
        "signing": signing,
        "mine": mine,
        "provider": port.known(signing.provider),
        "file": signing.signed or signing.paper,
        "back_url": reverse("contracts:signing", args=[contract.number]),
        "breadcrumbs": trail(contract, (title, "")),
    }
    return form_page(request, form, act, context | more, template="contracts/signing/order.html")


@login_required
def bring(request: HttpRequest, number: str, party: int) -> HttpResponseBase:
    """``/contracts/<number>/signing/seal/<party>/bring/``: the file that the provider gave back."""
    contract, signing, mine = held_signature(request, number, party, "contracts.bring_seal")
    form = SealedForm(*posted(request))

    def act() -> HttpResponseBase:
        take_sealed(
            acting_user=request.user, contract=contract, party=party, content=form.cleaned_data["file"].read()
        )
        messages.success(request, _("Signed for %(name)s.") % {"name": mine.name})
        return redirect("contracts:signing", contract.number)

    return _page(
        request, form, act, signing, mine, _("Bring the sealed file"), submit=_("Bring it"), uploads=True,
        lead=_("The PDF as the provider gave it back, with nothing changed. It is checked before it counts: this contract, with one good signature of {name} more.").format(name=mine.name),
    )  # fmt: skip


@login_required
def again(request: HttpRequest, number: str, party: int) -> HttpResponseBase:
    """``/contracts/<number>/signing/seal/<party>/again/``: no answer came; the same order is asked for again."""
    contract, signing, mine = held_signature(request, number, party, "contracts.bring_seal")
    if not mine.is_unanswered:
        messages.info(request, _("No order of {name} waits for an answer.").format(name=mine.name))
        return redirect("contracts:signing", contract.number)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> HttpResponseBase:
        say_asked(
            request, ask_again(acting_user=request.user, contract=contract, party=party), party, mine.name
        )
        return redirect("contracts:signing", contract.number)

    return _page(
        request, form, act, signing, mine, _("Ask the provider again"), submit=_("Ask again"),
        lead=_("The same order goes out once more under its number: the provider makes one seal of it, even if the first one arrived. Whoever ordered it signs."),
    )  # fmt: skip


def say_asked(request: HttpRequest, signing: Signing, party: int, name: str) -> None:
    """What became of asking the provider: signed, ordered, or no answer came."""
    now = signing.signatures.get(pk=party)
    if now.is_unanswered:
        messages.warning(
            request, _("The provider has not answered. The order is kept: ask again, or give it up.")
        )
    elif now.state == SignatureState.ASKED:
        messages.success(request, _("Ordered of the provider. This page says what comes next."))
    else:
        messages.success(request, _("Signed for %(name)s.") % {"name": name})


@login_required
def give_up(request: HttpRequest, number: str, party: int) -> HttpResponseBase:
    """``/contracts/<number>/signing/seal/<party>/give-up/``: the order is not wanted any more."""
    contract, signing, mine = held_signature(request, number, party, "contracts.bring_seal")
    if mine.state != SignatureState.ASKED:
        messages.error(request, _("No seal of {name} is with the provider.").format(name=mine.name))
        return redirect("contracts:signing", contract.number)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> HttpResponseBase:
        give_order_up(acting_user=request.user, contract=contract, party=party)
        messages.success(
            request, _("Given up. What the provider still sends for it is refused; sign again when you like.")
        )
        return redirect("contracts:signing", contract.number)

    return _page(
        request, form, act, signing, mine, _("Give the order up"), submit=_("Give it up"),
        lead=_("The contract stays in signing. Cancel it with the provider as well, if it asks for that."),
    )  # fmt: skip


@csrf_exempt
@require_POST
def answered(request: HttpRequest, order: UUID) -> HttpResponse:
    """``/contracts/seals/orders/<order>/``: a provider sends what it made, as docs/contracts.md says."""
    if not answering.is_open():
        raise Http404
    if request.content_type in FORM_TYPES:
        return _said(415, "Send the file itself, with Content-Type: application/pdf.")
    content = request.read(settings.LARGEST_FILE + 1)
    if len(content) > settings.LARGEST_FILE:
        return _said(413, "The file is larger than this installation takes.")
    given = request.headers.get("X-Seal-Signature", "")
    if not answering.is_ours(order, request.headers.get("X-Seal-Time", ""), given, content):
        return _said(403, "The signature or its time is not right.")
    system = system_user()
    with translation.override(settings.LANGUAGE_CODE):  # what is refused is kept for the people of this site
        try:
            answer_order(acting_user=system, order=order, content=content)
        except EndedOrder:
            return _said(410, "The order was given up, or the contract is no longer in signing.")
        except UnknownOrder:
            return _said(404, "No such order is known.")
        except Impossible as refused:
            return _refused(system, order, refused)
    return JsonResponse({"state": "taken"})


def _refused(system: Any, order: UUID, refused: Impossible) -> JsonResponse:
    """Keep why, and say it."""
    try:
        note_refused_answer(acting_user=system, order=order, reason=refused.message)
    except UnknownOrder:
        return _said(410, "The order was given up.")
    return _said(409, "The file was not taken; the detail says why.", detail=refused.message)


def _said(status: int, error: str, **more: str) -> JsonResponse:
    return JsonResponse({"error": error} | more, status=status)
