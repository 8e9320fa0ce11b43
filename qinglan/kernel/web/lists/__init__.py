"""List pages, declared: queryset, filters, sort keys, columns; state in the address; exports.

::

    class PlanList(ListPage):
        title = _("Plans")
        filters = (
            TextFilter("q", _("Words"), ("title__icontains",)),
            ChoiceFilter("status", _("Status"), Status.choices, "status"),
            DateRangeFilter("issued", _("Issued"), "issued_on"),
        )
        sorts = (Sort("new", _("Newest first"), "-issued_on"), Sort("title", _("Title"), "title_pinyin"))
        columns = (ListColumn(_("Title"), "title"), ListColumn(_("Issued"), "issued_on"))

        def get_queryset(self):
            return plans_visible_to(self.request.user)
"""

from qinglan.kernel.web.lists.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filter,
    TextFilter,
)
from qinglan.kernel.web.lists.page import ListColumn, ListPage, ListState, Sort

__all__ = [
    "BooleanFilter",
    "ChoiceFilter",
    "DateRangeFilter",
    "Filter",
    "ListColumn",
    "ListPage",
    "ListState",
    "Sort",
    "TextFilter",
]
