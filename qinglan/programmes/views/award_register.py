"""The public register of awards, and the page of one award."""

from typing import Any

from django.db.models import Exists, Max, Min, OuterRef
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.programmes.awards.words import LIGHTS, change_words
from qinglan.programmes.models import STANDING, Authority, Award, AwardState, DefinitionVersion
from qinglan.programmes.queries.award import holder_page, register, shows_subject


def scheme_choices() -> list[tuple[int, str]]:
    """Schemes that have awards, by their newest title."""
    given = Award.objects.filter(programme=OuterRef("programme"))
    rows = DefinitionVersion.objects.filter(Exists(given), is_current=True)
    titles = {one.programme_id: one.title for one in rows.order_by("edition").defer("content")}
    return sorted(titles.items(), key=lambda pair: pair[1])


def territory_choices() -> list[tuple[str, str]]:
    """Territories in which holders lie."""
    held = Award.objects.filter(holder__territory=OuterRef("pk"))
    rows = Territory.objects.filter(Exists(held)).order_by("pinyin", "code")
    return [(row.code, row.name) for row in rows]


def year_choices() -> list[tuple[int, str]]:
    """From the last year in which awards were granted back to the first."""
    ends = Award.objects.aggregate(first=Min("granted_on"), last=Max("granted_on"))
    if ends["first"] is None:
        return []
    return [(year, str(year)) for year in range(ends["last"].year, ends["first"].year - 1, -1)]


def level_words(award: Award) -> str:
    """Who decided it, in the reader's words."""
    return str(dict(Authority.choices).get(award.level, award.level))


class AwardRegister(ListPage):
    """``/awards/``: everybody reads it; amounts stand nowhere in it."""

    template_name = "programmes/awards.html"
    title = gettext_lazy("Register of awards")
    lead = gettext_lazy(
        "Who was recognised, listed, filed or supported under which scheme, from when until when, and what became of it."
    )
    export_name = gettext_lazy("Register of awards")
    empty_title = gettext_lazy("No award matches")
    empty_text = gettext_lazy(
        "Awards come here with the decision on a round, or with a list from the authority above."
    )
    filters = (
        TextFilter("q", gettext_lazy("Number or holder"), ("number__icontains", "holder__name__icontains")),
        ChoiceFilter("scheme", gettext_lazy("Scheme"), scheme_choices, "programme_id", several=False),
        ChoiceFilter("state", gettext_lazy("State"), AwardState.choices, "state"),
        ChoiceFilter("territory", gettext_lazy("Territory"), territory_choices, "holder__territory_id"),
        ChoiceFilter("level", gettext_lazy("Level"), Authority.choices, "level"),
        ChoiceFilter("year", gettext_lazy("Year granted"), year_choices, "granted_on__year"),
    )
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-granted_on"),
        Sort("holder", gettext_lazy("Holder"), "holder__name_key"),
        Sort("number", gettext_lazy("Number"), "number"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Holder"), "holder.name"),
        ListColumn(gettext_lazy("Unified social credit code"), "holder.code"),
        ListColumn(gettext_lazy("Subject"), lambda row: row.subject_name if shows_subject(row) else ""),
        ListColumn(gettext_lazy("Scheme"), "version.title"),
        ListColumn(gettext_lazy("Level"), level_words),
        ListColumn(gettext_lazy("Territory"), "holder.territory.name"),
        ListColumn(gettext_lazy("Granted"), "granted_on"),
        ListColumn(gettext_lazy("Valid until"), "valid_to"),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
    )

    def get_queryset(self) -> Rows:
        """All awards."""
        return register()

    def get_context(self) -> dict[str, Any]:
        """Its place."""
        return {"breadcrumbs": [(self.title, "")], "lights": LIGHTS}


def award(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/<n>/``: number, holder, validity, history, the certificate's verification."""
    found = get_object_or_404(register(), pk=pk)
    return render(request, "programmes/award.html", award_context(found))


def award_context(found: Award) -> dict[str, Any]:
    """What everybody sees of an award."""
    scheme = f"{reverse('awards:register')}?scheme={found.programme_id}"
    return {
        "title": found.holder.name if not _subject(found) else f"{found.holder.name} · {_subject(found)}",
        "kind": found.version.title,
        "award": found,
        "status": {"kind": LIGHTS[AwardState(found.state)], "word": found.get_state_display()},
        "answer": _answer(found),
        "summary": _summary(found),
        "changes": [
            {"on": one.on, "what": change_words(one.kind), "reason": one.reason}
            for one in found.changes.order_by("-id")
        ],
        "visibility": _("Everybody sees this page. Amounts are shown to the holder and to officers only."),
        "breadcrumbs": [
            (_("Register of awards"), reverse("awards:register")),
            (found.version.title, scheme),
            (found.number, ""),
        ],
    }


def _subject(found: Award) -> str:
    return found.subject_name if shows_subject(found) else ""


def _answer(found: Award) -> str:
    if found.state not in STANDING:
        return _("This award has ended.")
    if found.valid_to is not None and found.valid_to < clock.today():
        return _("The validity of this award is over.")
    return _("This award is in force.")


def _summary(found: Award) -> list[dict[str, Any]]:
    certificate = found.certificate
    rows: list[tuple[str, Any, str, str]] = [
        (_("Number"), found.number, "", ""),
        (_("Holder"), found.holder.name, holder_page(found), _("Its page")),
        (_("Unified social credit code"), found.holder.code, "", ""),
        (_("Territory"), found.holder.territory.name, "", ""),
        (_("Scheme"), found.version.title, found.version.get_absolute_url(), _("The scheme")),
        (_("Level"), level_words(found), "", ""),
        (_("Grade"), _grade(found), "", ""),
        (_("Document number"), found.document, "", ""),
        (_("Granted"), dates.day(found.granted_on), "", ""),
        (_("Valid"), _validity(found), "", ""),
        (
            _("Re-evaluation due"),
            dates.day(found.re_evaluate_on) if found.re_evaluate_on and found.state in STANDING else "",
            "",
            "",
        ),
        (
            _("Certificate"),
            _("Anybody can verify it") if certificate else "",
            certificate.get_absolute_url() if certificate else "",
            _("Verify the certificate"),
        ),
    ]
    return [
        {"label": label, "value": value, "url": url, "action": action if url else ""}
        for label, value, url, action in rows
        if value
    ]


def _validity(found: Award) -> str:
    if found.valid_to is None:
        return _("from %(first)s, without an end") % {"first": dates.day(found.valid_from)}
    words = {"first": dates.day(found.valid_from), "last": dates.day(found.valid_to)}
    return _("from %(first)s to %(last)s") % words


def _grade(found: Award) -> str:
    again = found.version.definition.after.re_evaluation
    for one in again.grades if again is not None else ():
        if one.id == found.grade:
            return in_reader_language(one.text)
    return found.grade
