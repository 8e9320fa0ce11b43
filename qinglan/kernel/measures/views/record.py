"""One figure or entry: what it is, how it stands, and how it came about."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.domain.chain import chain_of
from qinglan.kernel.measures.history import events
from qinglan.kernel.measures.models import Confidentiality, Entry, Figure, Indicator, Stage
from qinglan.kernel.measures.units import amount_words
from qinglan.kernel.measures.views.access import officers_only
from qinglan.kernel.web import dates

Rows = list[dict[str, Any]]


@officers_only
def figure(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/figures/<pk>/``."""
    record = get_object_or_404(_related(Figure), pk=pk)
    chain = chain_of(record)
    amount = amount_words(record.value, record.indicator.unit)
    rows = [
        _row(_("Amount"), format_html('<span class="q-num">{}</span>', amount)),
        _row(_("Year"), record.year),
        *_about(record),
        *_proof(record),
    ]
    context = {
        **_frame(record, chain, rows),
        "kind": _("Reported amount"),
        "answer": _("%(year)s, %(subject)s: %(amount)s")
        % {"year": record.year, "subject": record.subject, "amount": amount},
        "correct_url": reverse("measures:correct", args=[record.pk]),
        "withdraw_url": reverse("measures:withdraw-figure", args=[record.pk]),
    }
    return render(request, "measures/record.html", context)


@officers_only
def entry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/figures/entries/<pk>/``."""
    record = get_object_or_404(_related(Entry), pk=pk)
    chain = chain_of(record)
    rows = [
        *_about(record),
        _row(_("First day"), dates.day(record.valid_from)),
        _row(_("Last day"), dates.day(record.valid_to) if record.valid_to else _("no end named")),
    ]
    if record.level:
        rows.append(_row(_("Level of the list"), record.get_level_display()))
    if record.stage:
        rows.append(_row(_("Stage reached"), dict(Stage.choices).get(record.stage, record.stage)))
    if record.number:
        rows.append(_row(_("Document number"), record.number))
    context = {
        **_frame(record, chain, rows + _proof(record)),
        "kind": _("Entry of a list"),
        "answer": _standing_words(record),
        "end_url": reverse("measures:end", args=[record.pk]),
        "withdraw_url": reverse("measures:withdraw-entry", args=[record.pk]),
    }
    return render(request, "measures/record.html", context)


def address_of(record: Figure | Entry) -> str:
    """The page of a record."""
    name = "measures:figure" if isinstance(record, Figure) else "measures:entry"
    return reverse(name, args=[record.pk])


def _frame(record: Figure | Entry, chain: list[Any], rows: Rows) -> dict[str, Any]:
    last = chain[-1]
    return {
        "title": record.indicator.name,
        "record": record,
        "breadcrumbs": [(_("Reported figures"), reverse("measures:figures")), (record.indicator.name, "")],
        "status": _status(record, last),
        "replaced_by": address_of(last) if last.pk != record.pk else "",
        "replacement_stands": last.is_current,
        "summary": rows,
        "history": events(chain),
        "visibility": _visibility(record),
    }


def _status(record: Figure | Entry, last: Figure | Entry) -> dict[str, str]:
    if record.is_current:
        return {"kind": "done", "word": _("On record")}
    if last.pk != record.pk:
        return {"kind": "idle", "word": _("Replaced by a correction")}
    return {"kind": "late", "word": _("Withdrawn")}


def _about(record: Figure | Entry) -> Rows:
    rows = []
    if record.subject_name:
        rows.append(_row(_("About"), record.subject_name))
    if record.subject_code:
        rows.append(
            _row(
                _("Unified social credit code"),
                format_html('<span class="q-num">{}</span>', record.subject_code),
            )
        )
    return [*rows, _row(_("Territory"), _territory(record.territory))]


def _proof(record: Figure | Entry) -> Rows:
    return [
        _row(_("Evidence"), record.evidence),
        _row(_("Reporter"), record.reporter),
        _row(_("Date of the report"), dates.day(record.reported_on)),
        _row(_("Recorded at"), dates.minute(record.recorded_at)),
        _row(_("Form"), form_words(record.indicator)),
        _row(_("Who sees it"), record.get_confidentiality_display()),
        _row(
            _("Definition"),
            record.indicator.definition,
            url=f"{reverse('measures:list')}#{record.indicator.pack}-{record.indicator.slug}",
            action=_("All definitions"),
        ),
    ]


def form_words(indicator: Indicator) -> SafeString:
    """Number, maker, approval and validity of an indicator's form; an expired one says so."""
    parts = [indicator.form_number, indicator.form_maker, indicator.form_approval]
    text = " · ".join(part for part in parts if part)
    if indicator.form_valid_until is None:
        return format_html("{}", text)
    if indicator.form_has_expired(clock.today()):
        until = _("expired on %(day)s") % {"day": dates.day(indicator.form_valid_until)}
        return format_html('{} <strong class="q-light-late">{}</strong>', text, until)
    return format_html(
        "{} · {}", text, _("valid until %(day)s") % {"day": dates.day(indicator.form_valid_until)}
    )


def _standing_words(record: Entry) -> str:
    today = clock.today()
    since = dates.day(record.valid_from, "prose")
    if record.valid_to is None:
        return _("%(subject)s, on the list since %(since)s.") % {"subject": record.subject, "since": since}
    until = dates.day(record.valid_to, "prose")
    words = (
        _("%(subject)s, on the list from %(since)s until %(until)s.")
        if record.valid_to >= today
        else _("%(subject)s, was on the list from %(since)s until %(until)s.")
    )
    return words % {"subject": record.subject, "since": since, "until": until}


def _territory(territory: Territory) -> str:
    return f"{territory.name} ({territory.code})"


def _visibility(record: Figure | Entry) -> str:
    return {
        Confidentiality.PUBLIC: _("Everybody may see this record."),
        Confidentiality.NAMES_ONLY: _("The public sees the name, officers see everything."),
        Confidentiality.CONFIDENTIAL: _(
            "Only officers see this record. In public it goes into totals alone."
        ),
    }[Confidentiality(record.confidentiality)]


def _related(model: Any) -> Any:
    return model.objects.select_related("indicator", "territory", "reporter", "closed_by")


def _row(label: str, value: Any, url: str = "", action: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "url": url, "action": action}
