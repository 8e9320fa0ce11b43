"""``/handling/``: the cases that lie on the reader's desk, with bulk acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.programmes.domain.check import pass_check
from qinglan.programmes.domain.decision import Prepared, prepare_decision
from qinglan.programmes.domain.recommendation import recommend_case
from qinglan.programmes.models import Case, Round, StepType, Verdict
from qinglan.programmes.queries.desk import items_on_desk_of

MOST_AT_ONCE = 200
BULK: dict[str, tuple[Any, Callable[[Any, Case], object]]] = {
    "pass": (
        gettext_lazy("Pass the formal check"),
        lambda user, case: pass_check(acting_user=user, case=case),
    ),
    "recommend": (
        gettext_lazy("Recommend"),
        lambda user, case: recommend_case(acting_user=user, case=case),
    ),
    "grant": (
        gettext_lazy("Prepare the grant"),
        lambda user, case: prepare_decision(
            acting_user=user, case=case, prepared=Prepared(Verdict.GRANT), seen_revision=0
        ),
    ),
}
"""What can be done to many cases at once; each is done or refused by itself, with its reason."""


def open_rounds() -> list[tuple[str, str]]:
    """Rounds that are under way, as choices of a filter."""
    rows = Round.objects.exclude(state__in=["draft", "finished", "cancelled"]).order_by("-opens_at")[:100]
    return [(str(one.pk), one.title) for one in rows]


def _territories() -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in Territory.objects.order_by("pinyin", "code")]


class HandlingQueue(ListPage):
    """The open work items of the reader's desks, those that end first on top."""

    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - declared so by Django
    template_name = "programmes/handling_queue.html"
    title = gettext_lazy("Cases on your desk")
    lead = gettext_lazy("What has to be checked, recommended, reviewed or decided, the most urgent first.")
    export_name = gettext_lazy("Cases on your desk")
    page_size = 30
    count_at_most = 1_000
    empty_title = gettext_lazy("Nothing lies on your desk")
    empty_text = gettext_lazy(
        "Cases come here when applicants hand them in, or when the step before is done."
    )
    filters = (
        TextFilter(
            "q",
            gettext_lazy("Number or applicant"),
            ("case__number__icontains", "case__applicant_name__icontains"),
        ),
        ChoiceFilter("round", gettext_lazy("Round"), open_rounds, "case__round_id", several=False),
        ChoiceFilter("step", gettext_lazy("Type of step"), StepType.choices, "type"),
        ChoiceFilter("territory", gettext_lazy("Territory"), _territories, "territory_id", several=False),
        BooleanFilter("held", gettext_lazy("Held by an objection"), Q(case__held_by_objection=True)),
    )
    sorts = (
        Sort("due", gettext_lazy("Due first"), F("due_at").asc(nulls_last=True)),  # type: ignore[arg-type]
        Sort("opened", gettext_lazy("Longest here"), "opened_at"),
        Sort("score", gettext_lazy("Highest score"), F("case__score").desc(nulls_last=True)),  # type: ignore[arg-type]
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "case.number"),
        ListColumn(gettext_lazy("Applicant"), "case.applicant_name"),
        ListColumn(gettext_lazy("Subject"), "case.subject_name"),
        ListColumn(gettext_lazy("Territory"), "territory.name"),
        ListColumn(gettext_lazy("Round"), "case.round.title"),
        ListColumn(gettext_lazy("Step"), lambda row: str(row.get_type_display())),
        ListColumn(gettext_lazy("Opened"), "opened_at"),
        ListColumn(gettext_lazy("Due"), "due_at"),
        ListColumn(gettext_lazy("Score"), "case.score"),
    )

    def get_queryset(self) -> Rows:
        """What lies on the reader's desk."""
        permissions.require(self.request.user, "programmes.see_desk")
        return items_on_desk_of(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The bulk acts."""
        return {
            "breadcrumbs": [(self.title, "")],
            "bulk": [(name, words) for name, (words, _act) in BULK.items()],
            "now": clock.now(),
        }

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Do one act to all chosen cases; what is refused is named and the rest is done."""
        permissions.require(request.user, "programmes.see_desk")
        back = request.get_full_path()
        name = request.POST.get("act", "")
        keys = [int(key) for key in request.POST.getlist("case") if key.isdecimal()][:MOST_AT_ONCE]
        if name not in BULK or not keys:
            messages.error(request, _("Choose at least one case and what to do."))
            return redirect(back)
        done, refused = 0, []
        for case in Case.objects.filter(pk__in=keys).order_by("pk"):
            try:
                BULK[name][1](request.user, case)
            except (Impossible, PermissionRefused) as refusal:
                refused.append(f"{case}: {getattr(refusal, 'message', '') or getattr(refusal, 'reason', '')}")
            except StaleEdit as stale:
                now = "、".join(one.current for one in stale.differences)
                refused.append(f"{case}: " + _("somebody was first; it stands at “%(now)s”") % {"now": now})
            else:
                done += 1
        if done:
            words = ngettext("Done for %(n)s case.", "Done for %(n)s cases.", done) % {"n": done}
            messages.success(request, words)
        for words in refused[:20]:
            messages.error(request, words)
        if len(refused) > 20:
            more = len(refused) - 20
            messages.error(request, ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
        return redirect(back)
