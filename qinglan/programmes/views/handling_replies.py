"""``/handling/replies/``: what departments were asked; the list leaves and comes back as a spreadsheet."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.programmes.domain.joint_check import title_of
from qinglan.programmes.models import DepartmentReply, Reply
from qinglan.programmes.queries.desk import replies_on_desk_of
from qinglan.programmes.views.handling_queue import open_rounds


def _departments() -> list[tuple[str, str]]:
    names = DepartmentReply.objects.order_by("department").values_list("department", flat=True).distinct()
    return [(name, name) for name in names]


class ReplyList(ListPage):
    """Questions to departments about the cases that wait for them; silence is pending."""

    template_name = "programmes/handling_replies.html"
    title = _("Questions to departments")
    lead = _(
        "Export the list for one department, and bring its replies back by spreadsheet. Silence is pending."
    )
    export_name = _("Replies of departments")
    page_size = 50
    empty_title = _("No case waits for departments")
    empty_text = _("Cases come here when they reach the joint check of their scheme.")
    filters = (
        TextFilter(
            "q", _("Number or applicant"), ("case__number__icontains", "case__applicant_name__icontains")
        ),
        ChoiceFilter("department", _("Department"), _departments, "department", several=False),
        ChoiceFilter("round", _("Round"), open_rounds, "case__round_id", several=False),
        ChoiceFilter("reply", _("Reply"), Reply.choices, "reply"),
    )
    sorts = (
        Sort("department", _("Department"), "department"),
        Sort("asked", _("Asked first"), "asked_at"),
    )
    columns = (
        ListColumn(_("Number of the case"), "case.number"),
        ListColumn(pgettext_lazy("joint check", "Applicant"), "case.applicant_name"),
        ListColumn(_("Unified social credit code"), "case.applicant.code"),
        ListColumn(pgettext_lazy("joint check", "Department"), "department"),
        ListColumn(_("What is checked"), title_of),
        ListColumn(
            pgettext_lazy("joint check", "Reply"),
            lambda row: "" if row.reply == Reply.PENDING else str(row.get_reply_display()),
        ),
        ListColumn(_("Reason"), "reason"),
    )

    def get_queryset(self) -> Rows:
        """What the reader may answer or follow."""
        permissions.require(self.request.user, "programmes.see_replies")
        return replies_on_desk_of(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {"breadcrumbs": [(_("Cases on your desk"), reverse("handling:queue")), (self.title, "")]}
