"""The signing of a contract: put to signature, how it stands, sign electronically, take it back."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from cryptography.hazmat.primitives import serialization
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.contracts.domain import signing as verbs
from qinglan.contracts.domain.seal import sign_electronically
from qinglan.contracts.drafting.checklist import lacks
from qinglan.contracts.models import Contract, ContractState, Signing
from qinglan.contracts.signing import answering, authority, port
from qinglan.contracts.signing.forms import BackForm, WayForm
from qinglan.contracts.signing.rules import signing_paper
from qinglan.contracts.signing.shown import asked_of_provider, last_signing, lines
from qinglan.contracts.views.contract_access import (
    contract_open_to,
    contract_or_404,
    held_signature,
    task,
    trail,
)
from qinglan.contracts.views.seals import say_asked
from qinglan.kernel import permissions
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.task_page import form_page
from qinglan.parties.models import Membership, MembershipRole
from qinglan.settings.env import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "tools" / "verify_contract.py"


@contract_open_to("contracts.put_to_signature")
def put(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/sign/``: put the newest version to signature."""
    version = contract.versions.order_by("-number").prefetch_related("clauses").first()
    if contract.state != ContractState.DRAFT or version is None:
        messages.error(request, _("Only a draft with a written version is put to signature."))
        return redirect(contract)
    chosen = port.chosen()
    form = WayForm(
        request.POST or None, provider=chosen.title() if chosen else "", initial={"version": version.number}
    )

    def act() -> HttpResponseBase:
        seen = contract.versions.filter(number=form.cleaned_data["version"]).first() or version
        verbs.put_to_signature(acting_user=request.user, version=seen, way=form.cleaned_data["way"])
        messages.success(request, _("Put to signature. All parties have a to-do."))
        return redirect("contracts:signing", contract.number)

    return task(
        request, form, act, contract, _("Put version %(number)s to signature") % {"number": version.number},
        _("Put to signature"), template="contracts/signing/put.html", version=version,
        parties=with_signatories(contract), lacks=lacks(contract, version), chosen=chosen,
        lead=_("The paper is made now and does not change any more. Until all have signed, any party can take it back."),
    )  # fmt: skip


def with_signatories(contract: Contract) -> list[Any]:
    """The parties, each with whether it named an authorised signatory."""
    units = set(
        Membership.objects.in_force()
        .filter(
            role=MembershipRole.SIGNATORY,
            organisation__in=[one.organisation_id for one in contract.parties.all()],
        )
        .values_list("organisation_id", flat=True)
    )
    found: list[Any] = sorted(contract.parties.all(), key=lambda one: (one.side, one.position))
    for one in found:
        one.signatory = one.organisation_id in units
    return found


@login_required
def record(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/contracts/<number>/signing/``: the paper, each party, the next act, earlier attempts."""
    contract = contract_or_404(number)
    if not permissions.answer(request.user, "contracts.compare_scan", contract):
        permissions.require(request.user, "contracts.read", contract)
    signing = last_signing(contract)
    if signing is None:
        raise Http404
    signing.contract = contract
    title = _("Signing")
    context = {
        "title": title,
        "kind": str(contract),
        "contract": contract,
        "signing": signing,
        "status": {"kind": signing.light, "word": signing.get_state_display()},
        "signed_day": day(contract.signed_on) if contract.signed_on else "",
        "signatures": lines(request.user, signing),
        "provider": port.known(signing.provider),
        "asked": asked_of_provider(signing),
        "answers_come": answering.is_open(),
        "may_bring": signing.is_open
        and signing.way == "paper"
        and bool(permissions.answer(request.user, "contracts.bring_scan", contract)),
        "may_take_back": signing.is_open
        and bool(permissions.answer(request.user, "contracts.take_back", contract)),
        "earlier": list(contract.signings.exclude(pk=signing.pk).select_related("version", "ended_by")),
        "breadcrumbs": trail(contract, (title, "")),
        "visibility": _("The parties read this, and an officer where he is asked to compare a scan."),
    }
    return render(request, "contracts/signing/signing.html", context)


@contract_open_to("contracts.take_back")
def back(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/signing/back/``: a draft again."""
    form = BackForm(request.POST or None)

    def act() -> HttpResponseBase:
        verbs.take_back(acting_user=request.user, contract=contract, reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken back: it is a draft again. The other parties have a message."))
        return redirect(contract)

    return task(request, form, act, contract, _("Take the contract back from signing"), _("Take it back"))


@reauthentication_required(app="qinglan.parties")  # type: ignore[untyped-decorator]
def seal(request: HttpRequest, number: str, party: int) -> HttpResponseBase:
    """``/contracts/<number>/signing/seal/<party>/``: sign electronically; one has shown lately that one is oneself."""
    contract, signing, mine = held_signature(request, number, party, "contracts.sign")
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> HttpResponseBase:
        done = sign_electronically(acting_user=request.user, contract=contract, party=party)
        say_asked(request, done, party, mine.name)
        return redirect("contracts:signing", contract.number)

    title = _("Sign electronically")
    context: dict[str, Any] = {
        "title": title,
        "lead": str(contract),
        "contract": contract,
        "signing": signing,
        "mine": mine,
        "authority": signing_paper(request.user, mine.organisation_id),
        "provider": port.known(signing.provider),
        "file": current_file(signing),
        "submit": _("Sign for %(name)s") % {"name": mine.name},
        "back_url": reverse("contracts:signing", args=[contract.number]),
        "breadcrumbs": trail(contract, (title, "")),
    }
    return form_page(request, form, act, context, template="contracts/signing/seal.html")


def current_file(signing: Signing) -> Any:
    """The file with the signatures so far, else the paper."""
    return signing.signed or signing.paper


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """``/contracts/seals/verify_contract.py``: the script by which anybody checks a signed file, as it lies in the source."""
    return download(SCRIPT.read_bytes(), SCRIPT.name, "text/x-python")


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """``/contracts/seals/root.pem``: the root certificate of the local authority, by which anybody checks a signature."""
    if getattr(port.chosen(), "code", "") != "local":
        raise Http404
    pem = authority.root().certificate.public_bytes(serialization.Encoding.PEM)
    return download(pem, "qinglan-contract-root.pem", "application/x-pem-file")
