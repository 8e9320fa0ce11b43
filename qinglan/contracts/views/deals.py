"""``/contracts/deals/``: what one's brokers brought about in a year, what counts, what is claimed, what it comes to."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.contracts.domain.deal_claim import claim_deal, release_claim, take_into_application
from qinglan.contracts.models import DealClaim
from qinglan.contracts.settling import deals as found_deals
from qinglan.contracts.settling.forms import ClaimForm, ReasonForm
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.rulebook.packs import Text
from qinglan.kernel.web.task_page import form_page
from qinglan.market.brokering.rules import broker_of
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.programmes.judging.amounts import AmountLine
from qinglan.programmes.models import Case, CaseStatus
from qinglan.programmes.queries.case import own_cases


def _unit(request: HttpRequest) -> Organisation | None:
    units = holding.organisations_represented_by(request.user).order_by("name_key")
    wanted = request.GET.get("unit", "") or request.POST.get("unit", "")
    return units.filter(pk=int(wanted)).first() if wanted.isdecimal() else units.first()


def _url(unit: Organisation | None, year: int) -> str:
    return f"{reverse('contracts:deals')}?{f'unit={unit.pk}&' if unit else ''}year={year}"


@login_required
def results(request: HttpRequest) -> HttpResponseBase:
    """The page: of the organisation, or of a broker on his own account."""
    unit = _unit(request)
    return _page(request, unit, request.GET.get("year", ""), ClaimForm())


def _page(request: HttpRequest, unit: Organisation | None, wanted: str, form: ClaimForm) -> HttpResponseBase:
    broker = broker_of(request.user)
    if unit is None and broker is None:
        raise PermissionDenied(_("Results are those of a broker, or of an organisation for which you act."))
    rows = found_deals.fees_of_unit(unit) if unit is not None else found_deals.fees_of_broker(broker)
    years = found_deals.years_of(rows)
    year = _year(wanted) or (years or [clock.today().year])[0]
    listed = found_deals.deals(rows, year)
    own = unit if unit is not None else broker.agency
    claimed = [one for one in listed if one.claim and own and one.claim.organisation_id == own.pk]
    title = _("Deals that were brought about")
    context = {
        "title": title,
        "lead": _("Contracts with a national number that came about under a mandate. One deal, one claim; deals between related parties don't count."),
        "unit": unit, "own": own, "units": holding.organisations_represented_by(request.user), "year": year,
        "years": sorted({*years, year}, reverse=True), "rows": listed,
        "figures": found_deals.results(listed),
        "subsidies": [
            (one.version, [_line(line) for line in one.lines])
            for one in found_deals.subsidies([one for one in listed if one.counts])
        ],
        "claims": bool(unit and permissions.answer(request.user, "contracts.claim_deal", unit)),
        "cases": _cases(request.user, unit) if claimed and unit else [],
        "claimed": claimed,
        "form": form,
        "breadcrumbs": [(_("Commissions"), reverse("contracts:fees")), (title, "")],
    }  # fmt: skip
    return render(request, "contracts/settling/deals.html", context)


def _year(text: str) -> int | None:
    """A year that a calendar has; None for anything else that was typed."""
    return int(text) if re.fullmatch(r"[12]\d{3}", text, re.ASCII) else None


def _line(line: AmountLine) -> dict[str, Any]:
    return {
        "text": in_reader_language(line.text),
        "amount": line.amount,
        "formula": in_reader_language(Text(zh=line.formula.zh, en=line.formula.en)),
        "team_at_most": line.team_at_most,
    }


def _cases(user: Any, unit: Organisation | None) -> list[Case]:
    """Applications of the organisation that are being written for a scheme that pays for deals."""
    schemes = [one.programme_id for one in found_deals.deal_schemes()]
    rows = own_cases(user).filter(applicant=unit, status=CaseStatus.DRAFT, version__programme__in=schemes)
    return list(rows[:10])


@require_POST
@login_required
def claim(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/deals/claim/``."""
    unit = _unit(request)
    permissions.require(request.user, "contracts.claim_deal", unit)
    assert unit is not None  # The permission refuses nobody's.
    year = request.POST.get("year", "")
    number = request.POST.get("number", "")
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _page(request, unit, year, form)
    try:
        claim_deal(acting_user=request.user, organisation=unit, number=number)
    except Impossible as refusal:
        form.add_error("number", refusal.message)
        return _page(request, unit, year, form)
    messages.success(request, _("{number} is claimed.").format(number=number))
    return redirect(_url(unit, _year(year) or clock.today().year))


@login_required
def release(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/deals/<pk>/release/``."""
    row = get_object_or_404(DealClaim.objects.select_related("organisation"), pk=pk)
    permissions.require(request.user, "contracts.claim_deal", row.organisation)
    form = ReasonForm(request.POST or None)
    url = _url(row.organisation, row.year)

    def act() -> HttpResponseBase:
        release_claim(acting_user=request.user, claim=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("The claim is given up."))
        return redirect(url)

    title = _("Give a claim up")
    context = {
        "title": title, "lead": row.number, "submit": _("Give the claim up"), "back_url": url,
        "breadcrumbs": [(_("Deals that were brought about"), url), (title, "")],
    }  # fmt: skip
    return form_page(request, form, act, context)


@require_POST
@login_required
def take(request: HttpRequest, case: int) -> HttpResponseBase:
    """``/contracts/deals/apply/<case>/``: put the claims of a year into an application that is being written."""
    row = get_object_or_404(own_cases(request.user), pk=case)
    year = request.POST.get("year", "")
    try:
        take_into_application(
            acting_user=request.user, case=row, year=int(year) if year.isdecimal() else clock.today().year
        )
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect(_url(row.applicant, int(year) if year.isdecimal() else clock.today().year))
    messages.success(
        request, _("The deals stand in the application. Add what it asks further, then submit it.")
    )
    return redirect(row.get_absolute_url())
