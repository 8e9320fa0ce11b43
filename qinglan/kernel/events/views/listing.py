"""The list of streams."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.events.models import Head
from qinglan.kernel.events.queries import visible_heads
from qinglan.kernel.events.streams import PREFIXES
from qinglan.kernel.naming import named
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.tables import Table


def _prefixes() -> list[tuple[str, str]]:
    return sorted((f"{prefix.name}:", str(prefix.title)) for prefix in PREFIXES.values())


def _title(head: Head) -> str:
    prefix = PREFIXES.get(head.stream.partition(":")[0])
    return str(prefix.title) if prefix else ""


def _name(head: Head) -> str:
    """What the stream's thing is called; the list has asked for the names of a whole page."""
    return str(getattr(head, "thing", "")) or head.stream


def _link(head: Head) -> str:
    link = format_html('<a href="{}">{}</a>', reverse("events:stream", args=[head.stream]), _name(head))
    if _name(head) == head.stream:
        return link
    return format_html('{}<br><code class="q-code-name">{}</code>', link, head.stream)


class StreamList(ListPage):
    """``/events/``: the streams that the reader may see."""

    title = _("Event streams")
    lead = _(
        "Acts that people may dispute, each chained to the one before, so that nothing can be changed or left out unnoticed."
    )
    export_name = _("Event streams")
    empty_title = _("No stream is open to you")
    empty_text = _("Streams appear here when acts have been recorded that you may see.")
    as_table = True
    filters = (
        TextFilter("q", _("Name of the stream"), ("stream__icontains",)),
        ChoiceFilter("about", _("What it is about"), _prefixes, "stream__startswith", several=False),
    )
    sorts = (
        Sort("moved", _("Last event"), "-moved_at"),
        Sort("name", _("Name"), "stream"),
        Sort("length", _("Most events"), "-sequence"),
    )
    columns = (
        ListColumn(_("Stream"), "stream", render=_link, sort="name"),
        ListColumn(_("What it is about"), _title),
        ListColumn(_("Events"), "sequence", numeric=True, sort="length"),
        ListColumn(_("Last event"), "moved_at", sort="moved"),
        ListColumn(_("Hash"), lambda head: bytes(head.hash).hex(), on_page=False),
    )

    def _table(self, query: QueryDict, items: list[Any], sort: Sort | None) -> Table:
        """The rows with the names of what they are about: one query for each kind of thing on the page."""
        found = named(head.stream for head in items)
        for head in items:
            head.thing = found[head.stream].text if head.stream in found else ""
        return super()._table(query, items, sort)

    def get_queryset(self) -> Rows:
        """What ``events.view`` lets the reader see."""
        return visible_heads(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {"breadcrumbs": [(self.title, "")]}
