"""``/audit/``: what one may audit; of a scheme and year the population, anomalies, money, a measure then and now."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures.units import unit_words
from qinglan.kernel.web import dates, exports, tables
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.money import number_in
from qinglan.programmes.audit.anomalies import ANOMALIES, Subject, found
from qinglan.programmes.audit.comparing import Comparison, compare
from qinglan.programmes.audit.forms import CompareForm, SampleForm
from qinglan.programmes.audit.reconciling import Reconciliation, reconcile
from qinglan.programmes.domain.audit import draw_sample
from qinglan.programmes.models import CaseStatus, DefinitionVersion, Round
from qinglan.programmes.queries.audit import (
    assignments_of,
    evidence_sheets_of,
    population,
    programmes_audited_by,
    samples_of,
)
from qinglan.programmes.views.audit_door import context_of, subject_of

MOST_SHOWN = 200


@login_required
def home(request: HttpRequest) -> HttpResponseBase:
    """Purpose and last day of one's assignment, schemes by year, one's samples and sheets."""
    permissions.require(request.user, "programmes.use_audit")
    context = {
        "title": _("Audit"),
        "lead": _("You read and change nothing. Every page and file that you ask for is noted."),
        "assignments": assignments_of(request.user),
        "schemes": _schemes(request.user),
        "samples": samples_of(request.user)[:10],
        "sheets": evidence_sheets_of(request.user)[:10],
        "breadcrumbs": [(_("Audit"), "")],
    }
    return render(request, "programmes/audit/home.html", context)


def _schemes(user: Any) -> list[dict[str, Any]]:
    programmes = {one.pk: one for one in programmes_audited_by(user).select_related("territory")}
    years: dict[int, set[int]] = defaultdict(set)
    rounds = Round.objects.filter(version__programme__in=programmes, cases__submitted_at__isnull=False)
    for key, year in rounds.values_list("version__programme", "year").distinct():
        years[key].add(year)
    rows = DefinitionVersion.objects.filter(programme__in=years).defer("content")
    titles = {one.programme_id: one.title for one in rows.order_by("is_current", "edition", "pk")}
    found = [
        {
            "pk": key,
            "title": titles.get(key, programmes[key].slug),
            "place": programmes[key].territory.name,
            "years": sorted(years[key], reverse=True),
        }
        for key in years
    ]
    return sorted(found, key=lambda one: (str(one["place"]), str(one["title"])))


class Population(ListPage):
    """``/audit/schemes/<pk>/<year>/``: every case that was submitted, with export; and the samples drawn of it."""

    template_name = "programmes/audit/population.html"
    title = gettext_lazy("Population")
    export_name = gettext_lazy("Population")
    empty_title = gettext_lazy("No case matches")
    empty_text = gettext_lazy("Cases stand here from their first submission on.")
    filters = (
        TextFilter(
            "q", gettext_lazy("Number or applicant"), ("number__icontains", "applicant_name__icontains")
        ),
        ChoiceFilter("status", gettext_lazy("Status"), CaseStatus.choices, "status"),
    )
    sorts = (
        Sort("number", gettext_lazy("Number"), "number"),
        Sort("submitted", gettext_lazy("Submitted"), "submitted_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Applicant"), "applicant_name"),
        ListColumn(gettext_lazy("Unified social credit code"), "applicant.code"),
        ListColumn(gettext_lazy("Subject"), "subject_name"),
        ListColumn(gettext_lazy("Round"), "round.title"),
        ListColumn(gettext_lazy("Territory"), "territory.name"),
        ListColumn(gettext_lazy("Submitted"), "submitted_at"),
        ListColumn(gettext_lazy("Status"), lambda row: str(row.get_status_display())),
        ListColumn(gettext_lazy("Score"), "score"),
        ListColumn(gettext_lazy("Award"), lambda row: row.award.number if hasattr(row, "award") else ""),
        ListColumn(gettext_lazy("Rules (digest)"), lambda row: row.version.digest[:12]),
    )
    subject: Subject

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For who audits the scheme."""
        subject = subject_of(request, kwargs["pk"], kwargs["year"])
        if isinstance(subject, HttpResponseBase):
            return subject
        self.subject = subject
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """The population."""
        return population(self.subject.programme, self.subject.year).select_related(
            "version", "round", "applicant", "territory", "award"
        )

    def get_context(self) -> dict[str, Any]:
        """The scheme, its year, the samples."""
        context = context_of(self.subject, _("Population"), "population")
        rows = samples_of(self.request.user).filter(programme=self.subject.programme, year=self.subject.year)
        return {**context, "samples": rows[:10]}


def draw(request: HttpRequest, pk: int, year: int) -> HttpResponseBase:
    """``…/sample/``: draw a sample of the population."""
    subject = subject_of(request, pk, year)
    if isinstance(subject, HttpResponseBase):
        return subject
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = draw_sample(
                acting_user=request.user, programme=subject.programme, year=year, **form.cleaned_data
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            return redirect(made)
    context = context_of(subject, _("Draw a sample"), "population") | {
        "form": form,
        "submit": _("Draw the sample"),
        "back_url": reverse("audit:population", args=[pk, year]),
    }
    return render(request, "web/task.html", context)


def anomalies(request: HttpRequest, pk: int, year: int) -> HttpResponseBase:
    """``…/anomalies/``: by rule what was found, each with its evidence; with export."""
    subject = subject_of(request, pk, year)
    if isinstance(subject, HttpResponseBase):
        return subject
    hits = found(subject)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        headings = [_("Rule"), _("About"), _("Facts"), _("Evidence")]
        cells = [
            [str(ANOMALIES[name].title), hit.title, "；".join(hit.facts), request.build_absolute_uri(hit.url)]
            for name, rows in hits.items()
            for hit in rows
        ]
        return exports.answer(kind, _("Anomalies"), headings, cells)
    context = context_of(subject, _("Anomalies"), "anomalies") | {
        "rules": [
            {
                "rule": ANOMALIES[name],
                "hits": [{"hit": hit, "number": number} for number, hit in enumerate(rows[:MOST_SHOWN])],
                "count": len(rows),
                "is_cut": len(rows) > MOST_SHOWN,
            }
            for name, rows in sorted(hits.items(), key=lambda pair: not pair[1])
        ],
        "count": sum(len(rows) for rows in hits.values()),
        "hit_rules": sum(bool(rows) for rows in hits.values()),
        "all_rules": len(hits),
        "as_of": clock.now(),
    }
    return render(request, "programmes/audit/anomalies.html", context)


def money(request: HttpRequest, pk: int, year: int) -> HttpResponseBase:
    """``…/money/``: approved = paid = receipt, line by line, with export."""
    subject = subject_of(request, pk, year)
    if isinstance(subject, HttpResponseBase):
        return subject
    found_here = reconcile(subject)
    kind = request.GET.get("export", "")
    table = _money_table(found_here)
    if kind in ("csv", "xlsx"):
        headings = [column.label for column in table.columns]
        return exports.answer(kind, _("Approved, paid, receipt"), headings, table.values)
    context = context_of(subject, _("Approved, paid, receipt"), "money") | {
        "reconciliation": found_here,
        "table": table,
        "agrees": found_here.differing == 0,
        "lines": [line for line in found_here.lines if line.differences],
    }
    return render(request, "programmes/audit/money.html", context)


def _money_table(one: Reconciliation) -> tables.Table:
    def yuan(fen: int) -> str:
        return number_in(fen, "yuan")

    numeric = [
        tables.Column(label, numeric=True)
        for label in (
            _("Approved (yuan)"),
            _("Promised in the ledger (yuan)"),
            _("Paid (yuan)"),
            _("Paid in the ledger (yuan)"),
        )
    ]
    columns = [
        tables.Column(_("Case")), *numeric, tables.Column(_("Receipt")),
        tables.Column(_("Paid on")), tables.Column(_("Recovered (yuan)"), numeric=True), tables.Column(_("Agrees")),
    ]  # fmt: skip
    values = [
        (
            f"{line.payment.case} · {line.payment.holder.name}",
            yuan(line.approved), yuan(line.promised), yuan(line.paid), yuan(line.posted),
            line.receipt, dates.day(line.paid_on) if line.paid_on else "", yuan(line.recovered),
            "；".join(line.differences) or _("yes"),
        )
        for line in one.lines
    ]  # fmt: skip
    total = (
        _("Total"), *(yuan(one.total(name)) for name in ("approved", "promised", "paid", "posted")),
        "", "", yuan(one.total("recovered")), "",
    )  # fmt: skip
    return tables.Table(_("Payments that were approved"), columns, values, total if values else ())


def measures(request: HttpRequest, pk: int, year: int) -> HttpResponseBase:
    """``…/measures/``: a measure as of a day, as known then and as known now, against today."""
    subject = subject_of(request, pk, year)
    if isinstance(subject, HttpResponseBase):
        return subject
    today = clock.today()
    last_year = date(today.year - 1, 12, 31)
    asked = "measure" in request.GET
    form = CompareForm(
        request.GET if asked else {"measure": "programmes.awards_in_force", "on": last_year.isoformat()}
    )
    comparison, on = None, last_year
    if form.is_valid():
        on = form.cleaned_data["on"]
        if on > today:
            form.add_error("on", _("A day to come can't be compared."))
        else:
            comparison = compare(form.cleaned_data["measure"], subject.programme, on, today)
    context = context_of(subject, _("Measure then and now"), "measures") | {
        "form": form,
        "comparison": comparison,
        "values": _values_table(comparison, on, today) if comparison else None,
        "on": on,
        "today": today,
        "most": f":{MOST_SHOWN}",
    }
    return render(request, "programmes/audit/measures.html", context)


def _values_table(comparison: Comparison, on: date, today: date) -> tables.Table:
    unit = unit_words(comparison.unit)
    looks = (
        _("On %(on)s, as known then") % {"on": on.isoformat()},
        _("On %(on)s, as known now") % {"on": on.isoformat()},
        _("On %(on)s") % {"on": today.isoformat()},
    )
    values = [
        (look, "" if value is None else f"{value} {unit}")
        for look, value in zip(looks, comparison.values, strict=True)
    ]
    return tables.build(_("The three values"), [_("Look"), tables.Column(_("Value"), numeric=True)], values)
