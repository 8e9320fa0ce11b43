"""The confidentiality agreement of an enquiry: its text, signatures, print version, comparison; standing authorisations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.task_page import form_page
from qinglan.market.contact.authority import may_click
from qinglan.market.contact.forms import AuthorisationForm, CompareForm, CopyForm, EndForm
from qinglan.market.contact.pack import contact
from qinglan.market.contact.printed import agreement_docx, agreement_pdf
from qinglan.market.contact.rules import side_represented
from qinglan.market.domain import authorisation as authorisations
from qinglan.market.domain import confidentiality as verbs
from qinglan.market.lines import joined
from qinglan.market.models.agreement import Agreement, ClickAuthorisation, SignatureState
from qinglan.market.models.enquiry import Enquiry, Side
from qinglan.market.views.access import posted
from qinglan.market.views.contact_access import enquiry_open_to, trail_of_enquiry
from qinglan.parties import holding
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import MembershipRole

LIGHTS = {SignatureState.WAITING: "due", SignatureState.SCANNED: "due", SignatureState.SIGNED: "done"}
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@enquiry_open_to("contacts.see_agreement")
def agreement(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """``/market/enquiries/<pk>/agreement/``."""
    row = _of(enquiry)
    side = side_represented(request.user, enquiry)
    mine = row.signatures.filter(side=side).first()
    may_sign = (
        mine is not None
        and mine.state == SignatureState.WAITING
        and row.state == "open"
        and enquiry.is_named(Side(side).other)
    )
    context = {
        "title": row.title,
        "kind": joined(_("Confidentiality agreement"), enquiry.reference),
        "enquiry": enquiry,
        "agreement": row,
        "code": code.shown(row.version_code),
        "status": {"kind": "done" if row.state == "in_force" else "due" if row.state == "open" else "idle",
                   "word": row.get_state_display()},
        "signatures": [_line(one, enquiry, side) for one in row.signatures.select_related("file", "brought_by", "compared_by")],
        "side": side,
        "may_sign": may_sign,
        "waits_for_name": mine is not None and mine.state == SignatureState.WAITING and not enquiry.is_named(Side(side).other),
        "authority": may_click(request.user, enquiry.organisation_id(side)) if may_sign else "",
        "reveals": may_sign and not enquiry.is_named(side),
        "bring": in_reader_language(contact().agreement.bring),
        "form": CopyForm() if may_sign else None,
        "sights": row.sights.select_related("user") if side else [],
        "breadcrumbs": trail_of_enquiry(enquiry, (_("Confidentiality agreement"), "")) if side else [],
        "visibility": _("Both sides see this page, and officers who compare a stamped copy."),
    }  # fmt: skip
    return render(request, "market/agreement.html", context)


def _line(one: Any, enquiry: Enquiry, reader: str) -> dict[str, Any]:
    others_copy = one.state == SignatureState.SCANNED and one.side != reader
    known = one.side == reader or enquiry.is_named(one.side)
    return {
        "row": one,
        "unit": enquiry.name_of(one.side, reader)
        if reader or known
        else _("a unit that has not said its name"),
        "light": LIGHTS[SignatureState(one.state)],
        "compare": others_copy,
        "person": str(one.brought_by) if one.brought_by and known else "",
    }


def _of(enquiry: Enquiry) -> Agreement:
    row = Agreement.objects.filter(enquiry=enquiry).first()
    if row is None:
        raise Http404
    row.enquiry = enquiry
    return row


@require_POST
@enquiry_open_to("contacts.view")
def sign(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """Agree by a click; without authority 403 that says what to bring."""
    return _press(request, enquiry, lambda row: verbs.sign_by_click(acting_user=request.user, agreement=row))


@require_POST
@enquiry_open_to("contacts.bring_copy")
def bring(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """The stamped copy comes back."""
    form = CopyForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("enquiries:agreement", enquiry.pk)
    file = form.cleaned_data["file"]
    return _press(
        request,
        enquiry,
        lambda row: verbs.bring_copy(
            acting_user=request.user, agreement=row, name=file.name, content=file.read()
        ),
    )


def _press(request: HttpRequest, enquiry: Enquiry, act: Any) -> HttpResponseBase:
    try:
        row = act(_of(enquiry))
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        if row.state == "in_force":
            messages.success(
                request, _("The agreement is in force. What is protected is open to both sides.")
            )
        else:
            messages.success(request, _("Noted. The other side has a to-do."))
    return redirect("enquiries:agreement", enquiry.pk)


@enquiry_open_to("contacts.compare")
def compare(request: HttpRequest, enquiry: Enquiry, side: str) -> HttpResponseBase:
    """``/market/enquiries/<pk>/agreement/compare/<side>/``: copy and text side by side."""
    if side not in Side.values:
        raise Http404
    row = _of(enquiry)
    held = row.signatures.select_related("file").get(side=side)
    form = CompareForm(posted(request))

    def act() -> HttpResponseBase:
        verbs.compare_copy(
            acting_user=request.user,
            agreement=row,
            side=side,
            agrees=form.cleaned_data["agrees"] == "yes",
            finding=form.cleaned_data["finding"],
        )
        messages.success(request, _("Noted."))
        return redirect("enquiries:agreement", enquiry.pk)

    title = _("Compare the stamped copy")
    context = {
        "title": title,
        "lead": _("Version code, text, signature and stamp: is the copy the agreement as printed?"),
        "submit": _("Record what I found"),
        "held": held,
        "agreement": row,
        "code": code.shown(row.version_code),
        "unit": enquiry.organisation(side).name,
        "back_url": row.get_absolute_url(),
        "breadcrumbs": [(_("Confidentiality agreement"), row.get_absolute_url()), (title, "")],
    }
    return form_page(request, form, act, context, template="market/agreement_compare.html")


@require_safe
@enquiry_open_to("contacts.see_agreement")
def take(request: HttpRequest, enquiry: Enquiry, form: str) -> HttpResponseBase:
    """``/market/enquiries/<pk>/agreement/take/pdf/``: to print, stamp and scan; ``docx/`` for the own lawyers."""
    row = _of(enquiry)
    side = side_represented(request.user, enquiry)
    if form not in MEDIA or (side and not enquiry.is_named(Side(side).other)):
        raise Http404
    made = agreement_pdf(row) if form == "pdf" else agreement_docx(row)
    return download(made, f"{row.title} {enquiry.reference}.{form}", MEDIA[form])


@login_required
def authorisations_page(request: HttpRequest) -> HttpResponseBase:
    """``/market/authorisations/``: who may agree by a click for the organisations that one administers."""
    units = list(holding.organisations_of(request.user, MembershipRole.ADMINISTRATOR).order_by("name_key"))
    if not units:
        permissions.require(request.user, "contacts.authorise")
    unit = next((one for one in units if str(one.pk) == request.GET.get("organisation")), units[0])
    people = list(people_of(unit, *ACTS).distinct())
    form = AuthorisationForm(posted(request), people=people)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        authorisations.authorise(
            acting_user=request.user,
            organisation=unit,
            user=next(one for one in people if one.pk == data["user"]),
            basis=data["basis"],
            valid_to=data["valid_to"],
        )
        messages.success(request, _("Recorded. The person may agree by a click from now on."))
        return redirect(f"{reverse('enquiries:authorisations')}?organisation={unit.pk}")

    title = _("Who may agree by a click")
    context = {
        "title": title,
        "lead": _(
            "A click binds your organisation only where it has authorised the person by a paper. It stands until its last day, or until you end it."
        ),
        "submit": _("Record the authorisation"),
        "unit": unit,
        "units": units,
        "standing": ClickAuthorisation.objects.in_force()
        .filter(organisation=unit)
        .select_related("user", "given_by"),
        "breadcrumbs": [(_("My enquiries"), reverse("enquiries:list")), (title, "")],
    }
    return form_page(request, form, act, context, template="market/authorisations.html")


@login_required
def end_authorisation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/market/authorisations/<pk>/end/``."""
    row = get_object_or_404(ClickAuthorisation.objects.select_related("organisation", "user"), pk=pk)
    permissions.require(request.user, "contacts.authorise", row.organisation)
    form = EndForm(posted(request))
    back = f"{reverse('enquiries:authorisations')}?organisation={row.organisation_id}"

    def act() -> HttpResponseBase:
        authorisations.end_authorisation(
            acting_user=request.user, authorisation=row, reason=form.cleaned_data["reason"]
        )
        return redirect(back)

    title = _("End the authorisation")
    context = {
        "title": title,
        "lead": str(row),
        "submit": _("End the authorisation"),
        "back_url": back,
        "breadcrumbs": [(_("Who may agree by a click"), back), (title, "")],
    }
    return form_page(request, form, act, context)
