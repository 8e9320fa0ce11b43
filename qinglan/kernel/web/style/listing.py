"""A list page without a database: the same filters and templates over invented rows."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.web.lists import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    ListState,
    TextFilter,
)
from qinglan.kernel.web.lists.page import ListLink
from qinglan.kernel.web.lists.paging import paginate

FILTERS = (
    TextFilter("q", gettext_lazy("Words"), ("name",)),
    ChoiceFilter(
        "field",
        gettext_lazy("Field"),
        [
            ("energy", gettext_lazy("Energy saving")),
            ("water", gettext_lazy("Water treatment")),
            ("waste", gettext_lazy("Use of waste")),
            ("materials", gettext_lazy("Green materials")),
        ],
    ),
    ChoiceFilter(
        "mode",
        gettext_lazy("Way of transfer"),
        [("licence", gettext_lazy("Licence")), ("sale", gettext_lazy("Assignment"))],
        several=False,
    ),
    DateRangeFilter("published", gettext_lazy("Published")),
    BooleanFilter("trial", gettext_lazy("Free trial before payment")),
)


def listing(request: HttpRequest) -> dict[str, Any]:
    """Technologies; an address with ``q=none`` shows the empty state."""
    bound = [one.bind(request.GET) for one in FILTERS]
    chips = [ListLink(chip.label, "/style/list/", chip.value) for one in bound for chip in one.chips]
    items = [] if request.GET.get("q") == "none" else _items()
    pager = paginate(128 if items else 0, 2, 20, 10_000, lambda number: f"?page={number}")
    state = ListState(
        items=items,
        count=128 if items else 0,
        count_words=_("128 technologies") if items else _("No technologies"),
        filters=bound,
        chips=chips,
        sorts=[
            ListLink(_("Newest first"), "?sort=new", current=True),
            ListLink(_("Maturity"), "?sort=maturity"),
            ListLink(_("Price"), "?sort=price"),
        ],
        exports=[ListLink("Excel", "?export=xlsx"), ListLink("CSV", "?export=csv")],
        notes=[note for one in bound for note in one.notes],
        pager=pager,
        table=None,
        clear_url="/style/list/",
        kept=[],
        empty_title=_("Nothing matches these filters"),
        empty_text=_("Remove a filter or use fewer words."),
        empty_url="/style/list/",
        empty_action=_("Clear all filters"),
    )
    lead = _("Results of universities, institutes and firms that are open for transfer.")
    return {"title": _("Find technology"), "lead": lead, "list": state}


def _items() -> list[dict[str, Any]]:
    names = (
        (_("Membrane for desalting the waste water of dye works"), _("Institute of Water (demonstration)"), 7, 120_000_000, _("Water treatment")),
        (_("Waste heat of aluminium smelting to district heating"), _("Jialing University (demonstration)"), 8, 360_000_000, _("Energy saving")),
        (_("Road base from red mud with low alkali release"), _("Institute of Building Materials (demonstration)"), 6, None, _("Use of waste")),
        (_("Low-temperature catalyst for flue gas of glass furnaces"), _("Lanting New Materials (demonstration) Ltd"), 9, 85_000_000, _("Green materials")),
        (_("Control of aeration by ammonium sensors"), _("Jialing University (demonstration)"), 8, 42_000_000, _("Water treatment")),
    )  # fmt: skip
    return [
        {"name": name, "owner": owner, "maturity": level, "fen": fen, "field": field}
        for name, owner, level, fen, field in names
    ]
