"""Scans of signed contracts: bring one, compare one page by page with the paper."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.contracts.domain import scan as verbs
from qinglan.contracts.models import Contract, PartySignature, SignatureState, Signing
from qinglan.contracts.signing.forms import CompareForm, ScanForm
from qinglan.contracts.signing.shown import last_signing, may_compare
from qinglan.contracts.views.contract_access import contract_open_to, contract_or_404, task, trail
from qinglan.kernel import permissions
from qinglan.kernel.documents import store
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.documents.printing import page_count, page_picture, pages_with_code
from qinglan.kernel.web.task_page import form_page, posted

SIDES = ("paper", "scan")


@contract_open_to("contracts.bring_scan")
def bring(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/signing/scan/``: bring the signed and stamped scan."""
    signing = last_signing(contract)
    if signing is None or not signing.is_open or signing.way != "paper":
        messages.error(request, _("This contract does not wait for a scan."))
        return redirect(contract)
    form = ScanForm(*posted(request), signing=signing)

    def act() -> HttpResponseBase:
        file = form.cleaned_data["file"]
        verbs.bring_scan(
            acting_user=request.user,
            contract=contract,
            parties=[int(key) for key in form.cleaned_data["parties"]],
            name=file.name,
            content=file.read(),
        )
        messages.success(
            request, _("Brought. Somebody of another party compares it; an officer where none is on record.")
        )
        return redirect("contracts:signing", contract.number)

    return task(
        request, form, act, contract, _("Bring the signed and stamped scan"), _("Bring the scan"), uploads=True,
        back_url=reverse("contracts:signing", args=[contract.number]),
        lead=_("Print the paper of this signing, have every page marked and the last one signed and stamped, and scan all pages."),
    )  # fmt: skip


@login_required
def compare(request: HttpRequest, number: str, scan: uuid.UUID) -> HttpResponseBase:
    """``/contracts/<number>/signing/scan/<key>/``: paper and scan side by side."""
    contract, signing, held = _held(request, number, scan)
    if not may_compare(request.user, signing, held[0]):
        messages.error(
            request, _("A scan is compared by another party; you see it on the page of the signing.")
        )
        return redirect("contracts:signing", contract.number)
    form = CompareForm(request.POST or None)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        done = verbs.compare_scan(
            acting_user=request.user,
            contract=contract,
            scan=scan,
            agrees=data["agrees"] == "yes",
            finding=data["finding"],
            signed_on=data["signed_on"],
        )
        if done.is_open:
            messages.success(request, _("Noted."))
        else:
            messages.success(request, _("All parties have signed: the contract is in force."))
        return redirect("contracts:signing", contract.number)

    title = _("Compare the scan with the paper")
    context = {
        "title": title,
        "lead": str(contract),
        "submit": _("Record what I found"),
        "names": [one.name for one in held],
        "version": signing.version,
        "back_url": reverse("contracts:signing", args=[contract.number]),
        "breadcrumbs": trail(contract, (title, "")),
        **_sheets(contract, signing, held[0]),
    }
    return form_page(request, form, act, context, template="contracts/signing/compare.html")


@require_safe
@login_required
def page(request: HttpRequest, number: str, scan: uuid.UUID, side: str, page: int) -> HttpResponseBase:
    """A picture of one page of the paper or of the scan."""
    _contract, signing, held = _held(request, number, scan)
    file = signing.paper if side == "paper" else held[0].scan
    if side not in SIDES or file is None or not _is_readable(file):
        raise Http404
    try:
        picture = page_picture(store.read(file.digest), page - 1)
    except IndexError:
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


def _held(
    request: HttpRequest, number: str, scan: uuid.UUID
) -> tuple[Contract, Signing, list[PartySignature]]:
    contract = contract_or_404(number)
    permissions.require(request.user, "contracts.compare_scan", contract)
    signing = last_signing(contract)
    held = (
        [
            one
            for one in signing.signatures.all()
            if one.scan_id == scan and one.state == SignatureState.BROUGHT
        ]
        if signing is not None and signing.is_open
        else []
    )
    if signing is None or not held:
        raise Http404(_("This scan does not wait to be compared any more."))
    signing.contract = contract
    return contract, signing, held


def _is_readable(file: StoredFile | None) -> bool:
    return file is not None and file.media_type == "application/pdf" and not file.is_encrypted


def _sheets(contract: Contract, signing: Signing, held: PartySignature) -> dict[str, Any]:
    """Page by page both sides, and whether the version code stands on each page of a scan with text."""
    paper, scan = store.read(signing.paper.digest), held.scan
    assert scan is not None  # the database holds it
    content = store.read(scan.digest) if _is_readable(scan) else None
    counts = {"paper": page_count(paper), "scan": page_count(content) if content else 0}
    found = pages_with_code(content, signing.version.version_code) if content else None
    rows = [
        {
            "number": place,
            **{
                side: reverse("contracts:scan-page", args=[contract.number, scan.pk, side, place])
                if place <= count
                else ""
                for side, count in counts.items()
            },
        }
        for place in range(1, max(counts.values()) + 1)
    ]
    return {
        "rows": rows,
        "counts": counts,
        "scan": scan,
        "image": f"{scan.get_absolute_url()}?inline=1" if scan.media_type.startswith("image/") else "",
        "code_found": found,
        "code_missing": found is not None and len(found) < counts["scan"],
    }
