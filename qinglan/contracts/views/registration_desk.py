"""Pages of the registration office: accept, return, pass, refuse, experts, green tag, changes, its own settings."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.contracts.domain import registration_desk as verbs
from qinglan.contracts.domain import registration_review as reviews
from qinglan.contracts.domain.registration_change import settle_change
from qinglan.contracts.domain.registration_green import confirm_green, suggestions, withdraw_green
from qinglan.contracts.domain.registration_office import set_registration_office
from qinglan.contracts.models import Registration, RegistrationOffice
from qinglan.contracts.registering import office_forms as forms
from qinglan.contracts.registering.pack import registration, words
from qinglan.contracts.registering.queries import offices
from qinglan.contracts.views.registration_access import registration_open_to, task
from qinglan.kernel import permissions
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.tables import build
from qinglan.kernel.web.task_page import form_page, press, seen
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationKind

CHECK = "contracts.check_registration"


@require_POST
@registration_open_to(CHECK)
def accept(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/accept/``."""
    return press(
        request,
        row.get_absolute_url(),
        lambda: verbs.accept_registration(acting_user=request.user, row=seen(request, row)),
        _("Accepted; the period runs from today."),
    )


@registration_open_to(CHECK)
def give_back(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/return/``."""
    form = forms.ReasonForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        verbs.return_registration(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("Return it for correction"), _("Return it"))


@registration_open_to(CHECK)
def let_pass(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/pass/``."""
    form = forms.PassForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        made = verbs.pass_registration(acting_user=request.user, row=seen(request, row), **form.values())
        messages.success(
            request, _("Passed as {number}; that is no registration.").format(number=made.precheck_number)
        )
        return redirect(row)

    return task(
        request, form, act, row, _("Pass the pre-check"), _("Give a pre-check number"),
        lead=_("It gets a number YS-…, which is no registration: the national system decides."),
    )  # fmt: skip


@registration_open_to(CHECK)
def refuse(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/refuse/``."""
    form = forms.ReasonForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        verbs.refuse_registration(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("Refuse the registration"), _("Refuse it"))


@registration_open_to(CHECK)
def review(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/review/``: ask experts."""
    form = forms.ReviewForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        reviews.open_review(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(
        request, form, act, row, _("Ask experts"), _("Open the review"),
        lead=words(registration().review.source),
    )  # fmt: skip


@registration_open_to(CHECK)
def opinion(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/opinion/``."""
    form = forms.OpinionForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        reviews.enter_opinion(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(
        request, form, act, row, _("Enter an expert's opinion"), _("Enter the opinion"), lead=_opinions(row)
    )


@registration_open_to(CHECK)
def conclude(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/conclude/``."""
    form = forms.ConcludeForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        reviews.conclude_review(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("Conclude the review"), _("Conclude it"), lead=_opinions(row))


def _opinions(row: Registration) -> str:
    """How many opinions of the open review are entered, and how many the rule asks for."""
    review = row.reviews.filter(concluded_on__isnull=True).first()
    return _(
        "{title}. {count} opinions are entered; the review is concluded on at least {fewest}, an odd number of them."
    ).format(
        title=row.title,
        count=review.opinions.count() if review else 0,
        fewest=registration().review.fewest_experts,
    )


def _whole(moment: date | None) -> str:
    """A day that isn't broken between its parts in a narrow column."""
    return format_html('<span class="q-num">{}</span>', day(moment)) if moment else "—"


@registration_open_to("contracts.confirm_green")
def green(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/green/``."""
    found = suggestions(row)
    first = found[0] if found else None
    code = first.code if first is not None and first.basis == "catalogue" else ""
    initial = {"basis": first.basis if first else "", "catalogue_code": code, "version": row.revision}
    form = forms.GreenForm(request.POST or None, initial=initial)

    def act() -> HttpResponseBase:
        confirm_green(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    lead = _("Suggested by: {grounds}. You confirm it.").format(grounds="；".join(one.words for one in found))
    return task(
        request, form, act, row, _("Confirm the green tag"), _("Confirm it"),
        lead=lead if found else _("Nothing suggests it; another document may show it."),
    )  # fmt: skip


@registration_open_to("contracts.confirm_green")
def not_green(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/not-green/``."""
    form = forms.NoteForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        withdraw_green(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("Take the green tag away"), _("Take it away"))


@registration_open_to("contracts.settle_change")
def settle(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/settle-change/``."""
    form = forms.SettleChangeForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        settle_change(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("Enter what became of the change"), _("Enter it"))


@login_required
def office_list(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/registrations/offices/``: who registers, and what the numbers look like."""
    permissions.require(request.user, "contracts.set_registration_office")
    known = {one.organisation_id: one for one in offices()}
    rows = []
    for unit in Organisation.objects.filter(kind=OrganisationKind.REGISTRAR, ended_on=None).order_by(
        "name_key"
    ):
        one = known.get(unit.pk)
        rows.append((unit, one, registration().pattern(one.pattern) if one else None))
    return render(
        request,
        "contracts/registering/offices.html",
        {
            "title": _("Registration offices"),
            "lead": _("Each gives its own numbers. Their pattern tells a mistyped number from a real one."),
            "breadcrumbs": [
                (_("Registrations of contracts"), reverse("contracts:registrations")),
                (_("Registration offices"), ""),
            ],
            "rows": [
                {"unit": unit, "office": one, "pattern": words(pattern.name) if pattern else ""}
                for unit, one, pattern in rows
            ],
            "competence": build(
                _("Who is competent"),
                [_("From"), _("To"), _("Body"), _("Document")],
                [
                    (_whole(one.since), _whole(one.until), words(one.body), one.document)
                    for one in registration().competence
                ],
            ),
        },
    )


@login_required
def office(request: HttpRequest, key: int) -> HttpResponseBase:
    """``/contracts/registrations/offices/<key>/``."""
    permissions.require(request.user, "contracts.set_registration_office")
    unit = get_object_or_404(Organisation, pk=key)
    row = RegistrationOffice.objects.filter(organisation=unit).first()
    form = forms.OfficeForm(request.POST or None, row=row)

    def act() -> HttpResponseBase:
        set_registration_office(
            acting_user=request.user, organisation=unit, seen=form.cleaned_data["version"], **form.values()
        )
        messages.success(request, _("Kept."))
        return redirect("contracts:registration-offices")

    back = reverse("contracts:registration-offices")
    context = {
        "title": unit.name, "submit": _("Keep the office"), "back_url": back,
        "breadcrumbs": [(_("Registration offices"), back), (unit.name, "")],
    }  # fmt: skip
    return form_page(request, form, act, context, stale_url=back)
