"""Versions of a contract: write one, read it beside another, take it as PDF."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.contracts.domain.version import write_version
from qinglan.contracts.drafting.checklist import lacks
from qinglan.contracts.drafting.comparing import clauses, groups, particulars
from qinglan.contracts.drafting.drawn import drawn
from qinglan.contracts.drafting.forms import ClausesForm
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.drafting.printed import version_pdf
from qinglan.contracts.models import Contract, ContractState, ContractVersion
from qinglan.contracts.views.contract_access import contract_open_to, task, trail
from qinglan.kernel import permissions
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.views.errors import wants_another_look


@contract_open_to("contracts.write")
def write(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/clauses/``: the next version, filled with the last one, the terms, or the checklist."""
    if contract.state != ContractState.DRAFT:
        messages.error(
            request, _("Only a draft is written. Take the contract back from signing, or amend it.")
        )
        return redirect(contract)
    last = contract.versions.order_by("-number").first()
    number = last.number if last else 0
    fresh = request.method != "POST" or wants_another_look(request)
    form = ClausesForm(
        None if fresh else request.POST,
        rows=contract_rules().clauses_for(contract.kind, contract.form),
        begun=drawn(contract),
        number=number,
    )

    def act() -> HttpResponseBase:
        seen = form.cleaned_data["version"]
        version = write_version(
            acting_user=request.user,
            contract=contract,
            clauses=form.clauses(),
            seen=number if seen is None else seen,
            note=form.cleaned_data["note"],
        )
        messages.success(
            request,
            _("Version %(number)s is saved; the other parties have a message.") % {"number": version.number},
        )
        return redirect(version)

    return task(
        request, form, act, contract, _("Write version %(number)s") % {"number": number + 1}, _("Save the version"),
        lead=_("Names, price, dates and milestones are taken from the contract's page. Each version stays; what differs is shown to all parties."),
        uploads=True,
    )  # fmt: skip


@require_safe
@contract_open_to("contracts.read")
def record(request: HttpRequest, contract: Contract, version: int) -> HttpResponseBase:
    """``/contracts/<number>/versions/<n>/?from=<m>``: a version, beside the one before or another."""
    every = {
        one.number: one
        for one in contract.versions.select_related("unit", "author").prefetch_related("clauses")
    }
    newer = _one(every, version)
    older = _older(request, every, version)
    facts, said = particulars(older, newer), clauses(older, newer)
    is_last = version == max(every)
    draft = contract.state == ContractState.DRAFT
    title = _("Version %(number)s") % {"number": version}
    context = {
        "title": title,
        "kind": str(contract),
        "contract": contract,
        "version": newer,
        "older": older,
        "versions": [every[number] for number in sorted(every)],
        "facts": groups(facts),
        "clauses": said,
        "changed": sum(one.differs for one in [*facts, *said]) if older else 0,
        "lacks": lacks(contract, newer) if is_last and draft else [],
        "may_write": is_last
        and draft
        and bool(permissions.answer(request.user, "contracts.write", contract)),
        "breadcrumbs": trail(contract, (title, "")),
        "visibility": _("The parties read this; the audit administrator does too."),
    }
    return render(request, "contracts/drafting/version.html", context)


@require_safe
@contract_open_to("contracts.read")
def pdf(request: HttpRequest, contract: Contract, version: int) -> HttpResponseBase:
    """The version as PDF with its version code on every page."""
    every = {one.number: one for one in contract.versions.filter(number=version).prefetch_related("clauses")}
    found = _one(every, version)
    name = f"{contract.number} {contract.title} v{version}.pdf"
    return download(version_pdf(found), demonstration.file_name(name), "application/pdf")


def _one(every: dict[int, ContractVersion], number: int) -> ContractVersion:
    if number not in every:
        raise Http404
    return every[number]


def _older(request: HttpRequest, every: dict[int, Any], number: int) -> ContractVersion | None:
    """The version to compare with: the one asked for, else the one before; None where it isn't older."""
    asked = request.GET.get("from", "")
    chosen = int(asked) if asked.isdecimal() else number - 1
    return every.get(chosen) if chosen < number else None
