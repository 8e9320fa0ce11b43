"""The public pages of schemes and rounds."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.parties.models import OrganisationKind
from qinglan.programmes.cases.time_left import days_left
from qinglan.programmes.definition.manifest import Basis, LengthForm
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.domain.round_state import accepts
from qinglan.programmes.models import (
    STANDING,
    Authority,
    Award,
    DefinitionVersion,
    Nature,
    Owner,
    Round,
    RoundState,
)
from qinglan.programmes.queries.round import rounds_seen_by
from qinglan.programmes.queries.scheme import schemes
from qinglan.programmes.views.access import round_page

ROUND_LIGHTS = {
    RoundState.DRAFT: "idle",
    RoundState.ANNOUNCED: "due",
    RoundState.OPEN: "done",
    RoundState.CLOSED: "idle",
    RoundState.FINISHED: "idle",
    RoundState.CANCELLED: "late",
}
MOST_AWARDS = 20


class SchemeList(ListPage):
    """``/schemes/``: by nature and authority, open ones first."""

    template_name = "programmes/schemes.html"
    title = gettext_lazy("Schemes")
    lead = gettext_lazy(
        "What the city recognises, supports and pays for: who may apply, what it brings, and what is open now."
    )
    empty_title = gettext_lazy("No scheme is loaded yet")
    empty_text = gettext_lazy("Schemes come with the city's packs.")
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("title_zh", "title_en")),
        ChoiceFilter("nature", gettext_lazy("Nature"), Nature.choices, "nature"),
        ChoiceFilter("authority", gettext_lazy("Decided by"), Authority.choices, "authority"),
        BooleanFilter("open", gettext_lazy("Open now"), Q(is_open=True)),
    )
    sorts = (
        Sort("open", gettext_lazy("Open now first"), "-is_open"),
        Sort("title", gettext_lazy("Title"), "title_zh"),
    )
    columns = (
        ListColumn(gettext_lazy("Scheme"), "title"),
        ListColumn(gettext_lazy("Nature"), "get_nature_display"),
        ListColumn(gettext_lazy("Decided by"), "get_authority_display"),
        ListColumn(gettext_lazy("Closes"), "closes_at"),
    )

    def get_queryset(self) -> Any:
        """All current schemes."""
        return schemes()

    def get_context(self) -> dict[str, Any]:
        """The time, asked once for all rows."""
        return {"now": clock.now()}


def scheme(request: HttpRequest, territory: str, slug: str, edition: int) -> HttpResponseBase:
    """``/schemes/<territory>/<slug>/<edition>/``: what it is, who may apply, what it brings, how it goes, what is open."""
    rows = DefinitionVersion.objects.select_related("programme__territory")
    version = rows.filter(
        programme__territory=territory, programme__slug=slug, edition=edition, is_current=True
    ).first()
    if version is None:
        raise Http404
    definition = version.definition
    rounds = list(
        rounds_seen_by(request.user)
        .filter(version__programme=version.programme)
        .order_by("-opens_at", "-pk")[:10]
    )
    now = clock.now()
    open_now = [one for one in rounds if accepts(one, now)]
    awards = Award.objects.filter(programme=version.programme, state__in=STANDING)
    context = {
        "title": version.title,
        "kind": f"{version.get_nature_display()} · {version.get_authority_display()}",
        "version": version,
        "answer": in_reader_language(definition.manifest.summary),
        "status": {"kind": "done", "word": _("open now")}
        if open_now
        else {"kind": "idle", "word": _("not open now")},
        "act": {"url": reverse("programmes:apply", args=[open_now[0].pk]), "label": _("Begin an application")}
        if open_now
        else None,
        "summary": summary_of(version, definition),
        "benefits": [in_reader_language(one.text) for one in definition.manifest.benefits],
        "conditions": conditions_of(definition),
        "documents": documents_of(definition),
        "steps": steps_of(definition),
        "rounds": [
            {
                "round": one,
                "left": days_left(one.closes_at, now) if one in open_now else None,
                "light": ROUND_LIGHTS[RoundState(one.state)],
            }
            for one in rounds
        ],
        "awards": list(awards.select_related("holder")[:MOST_AWARDS]),
        "award_count": awards.count(),
        "may_open_round": bool(permissions.answer(request.user, "programmes.create_round", version)),
        "breadcrumbs": [(_("Schemes"), reverse("programmes:schemes")), (version.title, "")],
    }
    return render(request, "programmes/scheme.html", context)


def summary_of(version: DefinitionVersion, definition: Definition) -> list[dict[str, Any]]:
    """Who, by whom, on what basis, until when."""
    manifest = definition.manifest
    kinds = dict(OrganisationKind.choices)
    last = manifest.valid.last
    rows = [
        (_("Who may apply"), "、".join(str(kinds.get(kind, kind)) for kind in manifest.applicants.kinds)),
        (
            _("Responsible bodies"),
            "；".join(f"{in_reader_language(one.name)}（{body_role(one.role)}）" for one in manifest.bodies),
        ),
        (_("Legal basis"), "；".join(clause_of(one) for one in manifest.legal_basis)),
        (
            _("Decided"),
            _("by the city")
            if manifest.decided == "here"
            else _("by the authority above; the city recommends"),
        ),
        (_("Valid for"), length_words(manifest.award.valid_for) if manifest.award.valid_for else _("no end")),
        (
            _("In force"),
            _("{first} to {last}").format(first=manifest.valid.first, last=last)
            if last
            else _("from {first}").format(first=manifest.valid.first),
        ),
        (_("Edition"), str(version.edition)),
    ]
    return [{"label": label, "value": value, "url": "", "action": ""} for label, value in rows]


def body_role(role: str) -> str:
    """What a body does in a scheme."""
    return {
        "lead": _("leads"), "cooperate": _("cooperates"), "recommend": _("recommends"),
        "decide": _("decides"), "pay": _("pays"),
    }[role]  # fmt: skip


def clause_of(basis: Basis) -> str:
    """Document and article."""
    return (
        f"《{basis.document}》{basis.article}"
        if not basis.document.startswith("《")
        else f"{basis.document}{basis.article}"
    )


def certainty_words(certainty: str) -> str:
    """How sure a rule is; "" where it is published."""
    return {"published": "", "practice": _("common practice"), "default": _("the city's own default")}[
        certainty
    ]


def length_words(length: LengthForm) -> str:
    """A period in words."""
    n = length.number
    return {
        "day": ngettext("{n} day", "{n} days", n),
        "working_day": ngettext("{n} working day", "{n} working days", n),
        "week": ngettext("{n} week", "{n} weeks", n),
        "month": ngettext("{n} month", "{n} months", n),
        "year": ngettext("{n} year", "{n} years", n),
    }[length.unit].format(n=n)


def conditions_of(definition: Definition) -> list[dict[str, Any]]:
    """Each requirement with its clause and how sure it is."""
    return [
        {
            "text": in_reader_language(one.text),
            "clause": clause_of(one.basis),
            "certainty": certainty_words(one.basis.certainty),
            "is_veto": one.kind == "veto",
        }
        for one in definition.requirements.requirements
    ]


def documents_of(definition: Definition) -> list[str]:
    """The files that the form asks for."""
    found = []
    for _section, question in definition.all_questions():
        if question.type == "file":
            text = in_reader_language(question.text)
            found.append(text if question.required else _("{document} (optional)").format(document=text))
        elif question.evidence is not None:
            found.append(in_reader_language(question.evidence))
    return list(dict.fromkeys(found))


def steps_of(definition: Definition) -> list[dict[str, str]]:
    """The steps with who does them and how long they take at most."""
    owners = dict(Owner.choices)
    return [
        {
            "title": in_reader_language(step.title),
            "owner": str(owners[step.owner]),
            "within": length_words(step.within) if step.within else "",
        }
        for step in definition.steps.steps
    ]


@round_page("programmes.view_round")
def round_record(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/``: when, what, for whom; the call, attachments, contacts."""
    now = clock.now()
    is_open = accepts(one, now)
    summary = [
        (_("Scheme"), one.version.title, one.version.get_absolute_url()),
        (_("Opens"), dates.minute(one.opens_at), ""),
        (_("Closes"), dates.minute(one.closes_at), ""),
        (_("Issuing office"), one.issuer, ""),
        (_("Contact"), " ".join(part for part in (one.contact_name, one.contact_telephone) if part), ""),
        (_("Number of awards at most"), str(one.total_quota) if one.total_quota else "", ""),
        (
            _("Only re-evaluation, of awards due by"),
            dates.day(one.re_evaluates_by) if one.re_evaluates_by else "",
            "",
        ),
    ]
    context = {
        "title": one.title,
        "kind": _("Round"),
        "round": one,
        "status": {"kind": ROUND_LIGHTS[RoundState(one.state)], "word": one.get_state_display()},
        "left": days_left(one.closes_at, now) if is_open else None,
        "act": {"url": reverse("programmes:apply", args=[one.pk]), "label": _("Begin an application")}
        if is_open
        else None,
        "summary": [
            {"label": label, "value": value, "url": url, "action": _("Open") if url else ""}
            for label, value, url in summary
            if value
        ],
        "files": list(one.files.select_related("file").order_by("pk")),
        "extensions": list(one.extensions.all()),
        "quotas": list(one.quotas.select_related("territory", "organisation").order_by("pk")),
        "may_follow": bool(permissions.answer(request.user, "programmes.follow_rounds")),
        "breadcrumbs": [
            (_("Schemes"), reverse("programmes:schemes")),
            (one.version.title, one.version.get_absolute_url()),
            (one.title, ""),
        ],
    }
    return render(request, "programmes/round.html", context)
