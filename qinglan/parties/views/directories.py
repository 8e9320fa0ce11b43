"""The hub of the directories, and the public directory of experts."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.web.lists import ChoiceFilter, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Bound, Rows
from qinglan.parties import directories
from qinglan.parties import fields as vocabulary
from qinglan.parties.expert_queries import shown_experts
from qinglan.parties.models.expert import Language
from qinglan.parties.views.experts import FieldFilter, field_choices
from qinglan.parties.views.organisation_list import territory_choices


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """``/directories/``: what each directory holds, how many, and the way into it."""
    context = {
        "title": _("Directories"),
        "lead": _(
            "Who takes part and what they offer. Everybody may look; people stand here as far as they agreed."
        ),
        "directories": directories.shown(),
        "breadcrumbs": [(_("Directories"), "")],
    }
    return render(request, "parties/directories.html", context)


class LanguageFilter(ChoiceFilter):
    """Experts who work in one of the chosen languages."""

    def read(self, bound: Bound) -> None:
        """Any of them."""
        super().read(bound)
        if bound.condition is not None:
            bound.condition = Q(languages__overlap=[chip.raw for chip in bound.chips])


class PublicExperts(ListPage):
    """``/directories/experts/``: who agreed to a public profile. No file: they agreed to a profile, not to that."""

    template_name = "parties/public_experts.html"
    title = gettext_lazy("Directory of experts")
    lead = gettext_lazy(
        "Experts of the pool who agreed to a public profile. Contacts are not shown; the pool itself is for officers."
    )
    filters = (
        TextFilter("q", gettext_lazy("Name"), ("name__icontains",)),
        FieldFilter("field", gettext_lazy("Field"), field_choices, several=False),
        LanguageFilter("language", gettext_lazy("Language"), Language.choices),
        ChoiceFilter(
            "territory", gettext_lazy("Territory"), territory_choices, "territory_id", several=False
        ),
    )
    sorts = (Sort("name", gettext_lazy("Name"), "name_key"),)
    empty_title = gettext_lazy("No expert has a public profile yet")
    empty_text = gettext_lazy("An expert of the pool decides himself whether his profile is shown.")
    empty_url = "/experts/mine/"
    empty_action = gettext_lazy("Apply as an expert")

    def get_queryset(self) -> Rows:
        """Those who are shown, with their fields."""
        return shown_experts().select_related("territory").prefetch_related("fields")

    def get_context(self) -> dict[str, Any]:
        """Names of the fields, and the way back."""
        names = {(one.code_list.family, one.code): one.name for one in vocabulary.top_codes(clock.today())}
        return {
            "names": names,
            "officer": bool(permissions.answer(self.request.user, "experts.list")),
            "breadcrumbs": [(_("Directories"), "/directories/"), (self.title, "")],
        }
