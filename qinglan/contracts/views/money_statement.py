"""``/contracts/statements/``: the statement of account of one's organisation, as page, xlsx and PDF."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.contracts.settling.statement import Statement, headings, printed, rows, statement_of, summary
from qinglan.kernel import clock, permissions
from qinglan.kernel.web import demonstration, exports
from qinglan.kernel.web.forms import DateField
from qinglan.kernel.web.money import number_in
from qinglan.kernel.web.tables import Column, Table, build
from qinglan.market.forms import Form
from qinglan.parties import holding
from qinglan.parties.models import Organisation


class PeriodForm(Form):
    """Whose statement, and which days."""

    autosave = False

    unit = forms.ModelChoiceField(
        label=gettext_lazy("your organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    first = DateField(label=gettext_lazy("from"))
    last = DateField(label=gettext_lazy("until"))


@login_required
def statement(request: HttpRequest) -> HttpResponseBase:
    """This year's of the first of one's organisations, unless the address says otherwise; ``?export=xlsx`` or ``pdf``."""
    units = holding.organisations_represented_by(request.user).order_by("name_key")
    permissions.require(request.user, "contracts.open_account", units.first())
    today = clock.today()
    own = units.first()
    assert own is not None  # The permission refuses who acts for none.
    initial = {"unit": own, "first": date(today.year, 1, 1), "last": today}
    form = PeriodForm(request.GET if "unit" in request.GET else None, initial=initial)
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    given: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else initial
    found = statement_of(given["unit"], given["first"], given["last"])
    title = _("Statement of account")
    name = f"{found.unit.name} {title} {found.first.isoformat()} {found.last.isoformat()}"
    if request.GET.get("export") == "xlsx":
        return exports.answer("xlsx", name, headings(), rows(found))
    if request.GET.get("export") == "pdf":
        answer = HttpResponse(printed(found, today), content_type="application/pdf")
        answer["Content-Disposition"] = exports.disposition(demonstration.file_name(name), "pdf")
        return answer
    context = {
        "title": title,
        "lead": f"{found.unit.name} · {found.first.isoformat()} – {found.last.isoformat()}",
        "form": form,
        "found": found,
        "summary_words": summary(found, today),
        "standings": _standings(found),
        "movements": _movements(found),
        "query": f"unit={found.unit.pk}&first={found.first.isoformat()}&last={found.last.isoformat()}",
        "breadcrumbs": [(_("Bank accounts"), reverse("contracts:bank")), (title, "")],
    }
    return render(request, "contracts/settling/statement.html", context)


def _standings(found: Statement) -> Table | None:
    values = [
        (
            _whole(one.contract.number), one.contract.title, one.words, number_in(one.owed, "yuan"),
            number_in(one.paid, "yuan"), number_in(one.open, "yuan"),
        )
        for one in found.standings
    ]  # fmt: skip
    columns = [
        Column(_("Contract number")), Column(pgettext("settling", "Contract")), Column(pgettext("settling", "Side")),
        Column(_("Owed (yuan)"), numeric=True), Column(_("Paid (yuan)"), numeric=True),
        Column(_("Open (yuan)"), numeric=True),
    ]  # fmt: skip
    return build(_("How every contract stands today"), columns, values) if values else None


def _movements(found: Statement) -> Table | None:
    """Six columns, so that they fit a desk's window; the files have each fact in a column of its own."""
    values = [
        (
            _whole(day.isoformat()), _pair(_whole(number), title), what, _pair(receipt, custodian),
            came_in or "—", went_out or "—",
        )
        for day, number, _contract, title, what, receipt, custodian, came_in, went_out in rows(found)
    ]  # fmt: skip
    names = headings()
    columns = [Column(names[0]), Column(names[3]), Column(names[4]), Column(names[5]), Column(names[7], numeric=True), Column(names[8], numeric=True)]  # fmt: skip
    return build(_("Movements of the period"), columns, values) if values else None


def _pair(first: str, second: str) -> str:
    """Two facts in one cell, the second below and lighter; one element, since a card sets them beside the label."""
    return format_html('<div>{}<br><span class="q-muted">{}</span></div>', first, second)


def _whole(text: str) -> str:
    """A day or number that is not broken over two lines."""
    return format_html('<span class="q-num">{}</span>', text)
