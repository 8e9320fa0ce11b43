"""The personnel office's table, shares held, proofs of results."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.domain.result_proof import Part, issue_proof, withdraw_proof
from qinglan.contracts.domain.shareholding import end_shares, record_shares
from qinglan.contracts.mobility import personnel, printing, shown
from qinglan.contracts.mobility.forms import EndSharesForm, ProofForm, SharesForm, WithdrawForm
from qinglan.contracts.mobility.proving import lines_of
from qinglan.contracts.mobility.queries import proofs_seen_by, shares_seen_by
from qinglan.contracts.views.mobility_access import trail
from qinglan.kernel import clock, permissions
from qinglan.kernel.web import demonstration, exports
from qinglan.kernel.web.tables import Column, build
from qinglan.kernel.web.task_page import form_page
from qinglan.parties.models import Organisation

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def personnel_table(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/mobility/personnel/``: one unit, one year; ``?export=xlsx``."""
    unit, year = _unit_for(request, "contracts.see_personnel"), _year(request)
    values = personnel.rows(unit, year)
    title = _("Table for the personnel office %(year)s") % {"year": year}
    if request.GET.get("export") in ("csv", "xlsx"):
        name = f"{unit.name} {title}"
        return exports.answer(request.GET["export"], name, personnel.headings(), values)
    heads = personnel.headings()
    labels = [
        heads[0],
        heads[2],
        heads[3],
        pgettext("mobility", "Term"),
        heads[6],
        heads[7],
        heads[8],
    ]
    columns = [Column(label, numeric=place in (4, 5)) for place, label in enumerate(labels)]
    context = {
        "title": title, "table": build(title, columns, [_shown(row) for row in values]) if values else None, "unit": unit, "year": year,
        "units": shown.units_of(request.user), "years": range(clock.today().year, 2019, -1),
        "breadcrumbs": trail((title, "")),
    }  # fmt: skip
    return render(request, "contracts/mobility/personnel.html", context)


@login_required
def shares(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/mobility/shares/``: what is held, by person."""
    title = _("Shares held")
    rows = list(shares_seen_by(request.user)[:500])
    mine = set(shown.units_of(request.user).values_list("pk", flat=True))
    context = {
        "title": title, "rows": [(row, row.unit_id in mine and row.until is None) for row in rows],
        "may_record": bool(mine), "breadcrumbs": trail((title, "")),
    }  # fmt: skip
    return render(request, "contracts/mobility/shares.html", context)


@login_required
def new_shares(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/mobility/shares/new/``."""
    _unit_for(request, "contracts.record_shares")
    form = SharesForm(request.POST or None, user=request.user)

    def act() -> HttpResponseBase:
        record_shares(
            acting_user=request.user, unit=form.cleaned_data["unit"], values=form.values(),
            mobility=form.cleaned_data["mobility"],
        )  # fmt: skip
        messages.success(request, _("The shares are on record, whatever becomes of the employment."))
        return redirect("contracts:shares")

    return _task(request, form, act, _("Record shares held"), _("Record them"), "contracts:shares")


@login_required
def end_held(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/mobility/shares/<pk>/end/``."""
    row = shares_seen_by(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    permissions.require(request.user, "contracts.record_shares", row.unit)
    form = EndSharesForm(request.POST or None)

    def act() -> HttpResponseBase:
        end_shares(acting_user=request.user, shares=row, until=form.cleaned_data["until"])
        messages.success(request, _("It is recorded that they were given up."))
        return redirect("contracts:shares")

    return _task(
        request, form, act, _("Shares given up"), _("Record it"), "contracts:shares",
        lead=f"{row.holder_name} · {row.firm_name}",
    )  # fmt: skip


@login_required
def proofs(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/mobility/proofs/``: those issued, own or of one's unit."""
    title = _("Proofs of results")
    context = {
        "title": title, "rows": list(proofs_seen_by(request.user)[:500]),
        "may_issue": shown.units_of(request.user).exists(), "breadcrumbs": trail((title, "")),
    }  # fmt: skip
    return render(request, "contracts/mobility/proofs.html", context)


@login_required
def new_proof(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/mobility/proofs/new/``."""
    unit = _unit_for(request, "contracts.issue_proof")
    form = ProofForm(request.POST or None, unit=unit)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        parts = [
            Part(one, data[f"part-{one.pk}"], data[f"share-{one.pk}"])
            for one in form.contracts
            if data[f"part-{one.pk}"]
        ]
        made = issue_proof(acting_user=request.user, unit=unit, values=data, parts=parts)
        messages.success(request, _("The proof is issued. Print it, and stamp it."))
        return redirect(made)

    return _task(
        request, form, act, _("Issue a proof of results"), _("Issue the proof"), "contracts:proofs",
        lead=unit.name, has_contracts=bool(form.contracts),
    )  # fmt: skip


@login_required
def proof(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/contracts/mobility/proofs/<number>/``; ``?export=docx`` is the paper to be stamped."""
    row = proofs_seen_by(request.user).filter(number=number).first()
    if row is None:
        raise Http404
    permissions.require(request.user, "contracts.view_proof", row)
    lines = lines_of(row)
    if request.GET.get("export") == "docx" and row.withdrawn_on is None:
        answer = HttpResponse(printing.proof_docx(row, lines), content_type=DOCX)
        name = demonstration.file_name(_("Proof of results %(number)s") % {"number": row.number})
        answer["Content-Disposition"] = exports.disposition(name, "docx")
        return answer
    form = WithdrawForm(request.POST or None)
    may_withdraw = row.withdrawn_on is None and bool(
        permissions.answer(request.user, "contracts.issue_proof", row.unit)
    )

    def act() -> HttpResponseBase:
        withdraw_proof(acting_user=request.user, proof=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("The proof is withdrawn and says so."))
        return redirect(row)

    context = {
        "title": _("Proof of results"), "proof": row, "lines": lines, "may_withdraw": may_withdraw,
        "breadcrumbs": trail((_("Proofs of results"), reverse("contracts:proofs")), (row.number, "")),
    }  # fmt: skip
    return form_page(request, form, act, context, template="contracts/mobility/proof.html")


def _task(
    request: HttpRequest, form: Any, act: Any, title: str, submit: str, back: str, **more: Any
) -> HttpResponseBase:
    context = {
        "title": title, "submit": submit, "back_url": reverse(back), "breadcrumbs": trail((title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context | more, template="contracts/mobility/task.html")


def _shown(row: list[Any]) -> list[Any]:
    """A row of the page: post below the name, what it rests on below the firm, a stroke where nothing is."""
    name, post, kind, firm, first, last, *rest, basis = row
    term = format_html('<span class="q-num">{} –</span> <span class="q-num">{}</span>', first, last or "")
    return [
        "—" if one is None or one == "" else conditional_escape(one)
        for one in (_two(name, post), kind, _two(firm, basis), term if first else None, *rest)
    ]


def _two(first: Any, second: Any) -> Any:
    """One cell of two lines."""
    return format_html('{}<span class="q-second">{}</span>', first, second) if second else first


def _unit_for(request: HttpRequest, permission: str) -> Organisation:
    """The unit that the address names, or one's first, where it lets the reader in; raises PermissionRefused."""
    units = shown.units_of(request.user)
    key = request.GET.get("unit", "")
    found = units.filter(pk=int(key)).first() if key.isdecimal() else units.order_by("pk").first()
    permissions.require(request.user, permission, found)
    assert found is not None
    return found


def _year(request: HttpRequest) -> int:
    given = request.GET.get("year", "")
    today = clock.today().year
    return int(given) if given.isdecimal() and 2000 <= int(given) <= today else today
