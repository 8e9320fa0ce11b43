"""The pool of experts, and one expert's record or public profile."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.web import dates, tables
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Bound, Rows
from qinglan.parties import fields as vocabulary
from qinglan.parties.domain.expert_state import LIGHTS
from qinglan.parties.expert_queries import visible_experts
from qinglan.parties.mobile import masked, masked_mail
from qinglan.parties.models.expert import Expert, ExpertEmployer, ExpertState, Language
from qinglan.parties.models.recorded_person import Route

LIST = gettext_lazy("Experts")


class FieldFilter(ChoiceFilter):
    """Experts or brokers with one of the chosen fields."""

    def read(self, bound: Bound) -> None:
        """By family and code."""
        super().read(bound)
        if bound.condition is None:
            return
        wanted = Q()
        for chip in bound.chips:
            family, _colon, code = chip.raw.partition(":")
            wanted |= Q(fields__family=family, fields__code=code)
        bound.condition = Q(pk__in=self.model().objects.filter(wanted).values("pk"))

    @staticmethod
    def model() -> Any:
        """Whose fields."""
        return Expert


def field_choices() -> list[tuple[str, str]]:
    """Fields in one list, for a filter."""
    return [choice for _group, group in vocabulary.choices() for choice in group]


def employer_words(row: Expert) -> str:
    """The present employers of a row of the list."""
    return pgettext("between items", "; ").join(str(one) for one in getattr(row, "current_employers", []))


def field_words(row: Any) -> str:
    """The fields of a row of the list."""
    return pgettext("between items", "; ").join(
        vocabulary.words((one.family, one.code) for one in row.fields.all())
    )


class ExpertList(ListPage):
    """``/experts/``: the pool, for officers."""

    template_name = "parties/experts.html"
    title = LIST
    lead = gettext_lazy(
        "Who may review: fields, employer and state. Contacts and declarations stand on the record."
    )
    export_name = LIST
    filters = (
        TextFilter("q", gettext_lazy("Name"), ("name__icontains",)),
        FieldFilter("field", gettext_lazy("Field"), field_choices, several=False),
        ChoiceFilter("state", gettext_lazy("State"), ExpertState.choices, "state"),
        ChoiceFilter("route", gettext_lazy("Entered by"), Route.choices, "route"),
        BooleanFilter("shown", gettext_lazy("With a public profile"), Q(is_shown=True)),
    )
    sorts = (
        Sort("name", gettext_lazy("Name"), "name_key"),
        Sort("new", gettext_lazy("Last entered"), "-created_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Name"), "name"),
        ListColumn(gettext_lazy("Professional title"), "title"),
        ListColumn(gettext_lazy("Employer"), employer_words),
        ListColumn(gettext_lazy("Fields"), field_words),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("Since"), "state_on"),
        ListColumn(gettext_lazy("Entered by"), lambda row: str(row.get_route_display())),
    )
    empty_title = gettext_lazy("No expert is on record yet")
    empty_text = gettext_lazy(
        "People apply themselves, organisations nominate them, or you bring in a spreadsheet."
    )
    empty_url = "/sheets/experts/"
    empty_action = gettext_lazy("Bring in a spreadsheet")

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers; an expert is led to his own record."""
        permissions.require(request.user, "experts.list")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """With fields and present employer."""
        current = ExpertEmployer.objects.filter(valid_to__isnull=True).select_related("organisation")
        return visible_experts(self.request.user).prefetch_related(
            "fields", Prefetch("employers", queryset=current, to_attr="current_employers")
        )

    def get_context(self) -> dict[str, Any]:
        """Lights and how many wait."""
        waiting = visible_experts(self.request.user).filter(state__in=("applied", "nominated")).count()
        names = {(one.code_list.family, one.code): one.name for one in vocabulary.top_codes(clock.today())}
        return {"breadcrumbs": [(self.title, "")], "waiting": waiting, "lights": LIGHTS, "names": names}


def expert_of(pk: int) -> Expert:
    """The expert; Http404."""
    return get_object_or_404(
        Expert.objects.select_related("territory", "nominated_by", "private", "user"), pk=pk
    )


@login_required
def own(request: HttpRequest) -> HttpResponseBase:
    """``/experts/mine/``: one's own record, or the way to apply."""
    found = Expert.objects.filter(user=request.user.pk).first()
    return redirect("experts:record", found.pk) if found else redirect("experts:apply")


def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/experts/<pk>/``: the public profile, and for himself and officers the record."""
    expert = expert_of(pk)
    permissions.require(request.user, "experts.view", expert)
    inside = bool(permissions.answer(request.user, "experts.see_record", expert))
    settles = bool(permissions.answer(request.user, "experts.settle", expert))
    himself = bool(permissions.answer(request.user, "experts.show", expert))
    context = {
        "title": expert.name,
        "kind": _("Expert"),
        "expert": expert,
        "inside": inside,
        "himself": himself,
        "status": {"kind": LIGHTS[ExpertState(expert.state)], "word": expert.get_state_display()},
        "answer": _answer(expert),
        "summary": _summary(expert),
        "private_rows": _private(expert) if inside else [],
        "employers": _employers(expert, inside),
        "employer_rows": [one for one in expert.employers.all() if one.valid_to is None],
        "absences": [one for one in expert.absences.all() if one.last >= clock.today()],
        "trainings": _trainings(expert),
        "acts": _acts(expert) if settles else [],
        "first_act": _first_act(expert) if settles else None,
        "may_leave": inside and expert.state in ("applied", "nominated", "in_pool", "suspended"),
        "again": himself and expert.state in ("left", "declined"),
        "breadcrumbs": [(str(LIST), reverse("experts:list")), (expert.name, "")]
        if settles
        else [(_("Directory of experts"), reverse("directories:experts")), (expert.name, "")],
        "visibility": _("You and officers see this record; the public profile only if you agree to it.")
        if inside
        else _("Everybody sees this profile; the expert agreed to it."),
    }
    return render(request, "parties/expert.html", context)


def _answer(expert: Expert) -> str:
    day = dates.day(expert.state_on, "prose")
    if expert.state == ExpertState.IN_POOL:
        return _("In the pool since %(day)s.") % {"day": day}
    if expert.state in (ExpertState.APPLIED, ExpertState.NOMINATED):
        return _("Waits for an officer since %(day)s.") % {"day": day}
    return _("%(state)s on %(day)s.") % {"state": expert.get_state_display(), "day": day}


def _summary(expert: Expert) -> list[dict[str, Any]]:
    words = pgettext("between items", "; ")
    languages = words.join(str(Language(code).label) for code in expert.languages)
    rows = [
        (_("Professional title"), expert.title),
        (_("Degree"), expert.degree),
        (_("Fields"), words.join(vocabulary.words((one.family, one.code) for one in expert.fields.all()))),
        (_("Languages"), languages),
        (_("Territory"), expert.territory.name if expert.territory else ""),
        (_("Introduction"), expert.introduction),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _private(expert: Expert) -> list[dict[str, Any]]:
    private = expert.private
    shows = [
        ("mobile", _("Mobile number"), masked(private.mobile)),
        ("email", _("Mailbox"), masked_mail(private.email)),
        ("id_number", _("Identity number"), "******" if private.id_number else ""),
    ]
    rows: list[dict[str, Any]] = [
        {
            "label": label,
            "value": value or "—",
            "url": reverse("personal:show", args=[f"expert.{field}", expert.pk]) if value else "",
            "action": _("Show"),
        }
        for field, label, value in shows
    ]
    rows.append({"label": _("Entered by"), "value": expert.get_route_display()})
    if expert.nominated_by:
        rows.append({"label": _("Nominated by"), "value": expert.nominated_by.name})
    if expert.reason:
        rows.append({"label": _("Reason"), "value": expert.reason})
    rows.append({"label": _("Account"), "value": str(expert.user) if expert.user_id else _("none yet")})
    return rows


def _employers(expert: Expert, inside: bool) -> tables.Table:
    rows = expert.employers.select_related("organisation")
    if not inside:
        rows = rows.filter(valid_to__isnull=True)
    return tables.build(
        _("Employers"),
        [_("Unit"), _("Position"), _("From"), _("To"), _("How it is known")],
        [
            (
                str(one),
                one.position or "—",
                dates.day(one.valid_from),
                dates.day(one.valid_to) if one.valid_to else "—",
                _("by code") if one.organisation_id else _("by name"),
            )
            for one in rows
        ],
    )


def _trainings(expert: Expert) -> tables.Table:
    hours = tables.Column(_("Hours"), numeric=True)
    return tables.build(
        _("Trainings"),
        [_("Training"), _("Held by"), _("Last day"), hours],
        [
            (one.title, one.provider or "—", dates.day(one.on), one.hours or "—")
            for one in expert.trainings.all()
        ],
    )


def _act(name: str, expert: Expert, label: str) -> dict[str, str]:
    return {"url": reverse("experts:settle", args=[expert.pk, name]), "label": label}


def _first_act(expert: Expert) -> dict[str, str] | None:
    if expert.state in (ExpertState.APPLIED, ExpertState.NOMINATED):
        return _act("admit", expert, _("Admit to the pool"))
    if expert.state == ExpertState.SUSPENDED:
        return _act("admit", expert, _("End the suspension"))
    return None


def _acts(expert: Expert) -> list[dict[str, str]]:
    if expert.state in (ExpertState.APPLIED, ExpertState.NOMINATED):
        return [_act("decline", expert, _("Do not admit"))]
    if expert.state == ExpertState.IN_POOL:
        return [_act("suspend", expert, _("Suspend the expert"))]
    return []
