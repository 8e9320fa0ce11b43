"""The list page: one count, one page of rows, everything else from the address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.views import View

from qinglan.kernel.web import dates, exports, quantities
from qinglan.kernel.web.lists.filters import Bound, Filter, Rows, Text
from qinglan.kernel.web.lists.paging import Pager, paginate
from qinglan.kernel.web.money import Unit, in_unit, number_in
from qinglan.kernel.web.tables import Column, Table


@dataclass(frozen=True)
class Sort:
    """A way to sort: its key in the address, its words, and the field (``-`` for downwards)."""

    key: str
    label: Text
    order: str


@dataclass(frozen=True)
class ListColumn:
    """A column of the table and the export.

    `value` is an attribute path (``plan.title``) or a function of the row; `render` gives what the
    page shows where it differs. `money` names the unit of an amount of 分, which then belongs into
    the label. `sort` is the key of the :class:`Sort` that a press on the heading chooses.
    """

    label: Text
    value: str | Callable[[Any], Any]
    render: Callable[[Any], Any] | None = None
    numeric: bool = False
    money: Unit | None = None
    sort: str = ""
    on_page: bool = True
    in_export: bool = True

    def read(self, item: Any) -> Any:
        """The value of a row."""
        if callable(self.value):
            return self.value(item)
        for part in self.value.split("."):
            item = getattr(item, part, None)
            if item is None:
                return None
        return item() if callable(item) else item

    def shown(self, item: Any) -> Any:
        """What the page shows."""
        if self.render is not None:
            return self.render(item)
        value = self.read(item)
        if value is None or value == "":
            return "—"
        if self.money:
            return number_in(value, self.money)
        if isinstance(value, datetime):
            return dates.minute(value)
        if isinstance(value, date):
            return dates.day(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return quantities.number(value) if self.numeric else str(value)
        return value

    def exported(self, item: Any) -> Any:
        """What the file holds."""
        value = self.read(item)
        if self.money and value is not None:
            return in_unit(value, self.money)
        return str(value) if isinstance(value, Promise) else value


@dataclass(frozen=True)
class ListLink:
    """A way to sort, a chip to remove or a file to take."""

    label: Text
    url: str
    value: Text = ""
    current: bool = False


@dataclass
class ListState:
    """What ``web/list.html`` reads as ``list``."""

    items: list[Any]
    count: int
    count_words: str
    filters: list[Bound]
    chips: list[ListLink]
    sorts: list[ListLink]
    exports: list[ListLink]
    notes: list[str]
    pager: Pager
    table: Table | None
    clear_url: str
    kept: list[tuple[str, str]]
    empty_title: Text = ""
    empty_text: Text = ""
    empty_url: str = ""
    empty_action: Text = ""
    filters_folded: bool = field(default=False)


class ListPage(View):
    """A list page. Subclasses say what; see the module ``qinglan.kernel.web.lists``."""

    template_name: ClassVar[str] = "web/list.html"
    title: ClassVar[Text] = ""
    lead: ClassVar[Text] = ""
    filters: ClassVar[Sequence[Filter]] = ()
    sorts: ClassVar[Sequence[Sort]] = ()
    columns: ClassVar[Sequence[ListColumn]] = ()
    as_table: ClassVar[bool] = False
    page_size: ClassVar[int] = 20
    reach: ClassVar[int] = 10_000
    count_at_most: ClassVar[int | None] = None
    export_limit: ClassVar[int] = 100_000
    export_name: ClassVar[Text] = ""
    empty_title: ClassVar[Text] = ""
    empty_text: ClassVar[Text] = ""
    empty_url: ClassVar[str] = ""
    empty_action: ClassVar[Text] = ""
    http_method_names = ["get", "head", "options"]  # noqa: RUF012 - declared so by Django

    def get_queryset(self) -> Rows:
        """The rows that the reader may see, with what their row shows already joined."""
        raise NotImplementedError

    def get_context(self) -> dict[str, Any]:
        """Further context of the template."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or with ``?export=csv`` (or xlsx) the filtered list as a file."""
        query = request.GET
        bound = [one.bind(query) for one in self.filters]
        notes = [note for one in bound for note in one.notes]
        rows = self.get_queryset()
        for one in bound:
            if one.condition is not None:
                rows = rows.filter(one.condition)
        sort = self._sort(query, notes)
        if sort is not None:
            rows = rows.order_by(sort.order, "pk")
        kind = query.get("export", "")
        if kind in self._export_kinds():
            return self._file(kind, rows)
        if kind:
            notes.append(gettext("“{kind}” is no export of this list.").format(kind=kind[:40]))
        state = self._state(query, bound, notes, rows, sort)
        context = {"title": self.title, "lead": self.lead, "list": state, **self.get_context()}
        return render(request, self.template_name, context)

    def _sort(self, query: QueryDict, notes: list[str]) -> Sort | None:
        if not self.sorts:
            return None
        asked = query.get("sort", "")
        for sort in self.sorts:
            if sort.key == asked:
                return sort
        if asked:
            notes.append(gettext("“{key}” is no order of this list.").format(key=asked[:40]))
        return self.sorts[0]

    def _state(
        self, query: QueryDict, bound: list[Bound], notes: list[str], rows: Rows, sort: Sort | None
    ) -> ListState:
        count = self._count(rows)
        pager = paginate(
            count,
            self._page(query, notes),
            self.page_size,
            self.reach,
            lambda number: _address(query, page=str(number)),
        )
        start = (pager.number - 1) * self.page_size
        items = self.rows_of_page(rows, sort, start, min(start + self.page_size, self.reach)) if count else []
        narrowed = any(one.chips for one in bound)
        own = {name for one in self.filters for name in one.parameters} | {"page", "export"}
        chips = [
            ListLink(chip.label, _without(query, chip.parameter, chip.raw), chip.value)
            for one in bound
            for chip in one.chips
        ]
        clear_url = _address(query, **dict.fromkeys(own, ""))
        return ListState(
            items=items,
            count=count,
            count_words=self._count_words(count),
            filters=bound,
            chips=chips,
            sorts=[
                ListLink(s.label, _address(query, sort=s.key, page=""), current=s is sort) for s in self.sorts
            ],
            exports=[
                ListLink(self._export_label(kind), _address(query, export=kind, page=""))
                for kind in (self._export_kinds() if count else ())
            ],
            notes=notes,
            pager=pager,
            table=self._table(query, items, sort) if self.as_table else None,
            clear_url=clear_url,
            kept=[(k, v) for k in query if k not in own for v in query.getlist(k)],
            **self._empty(narrowed, clear_url),
        )

    def rows_of_page(self, rows: Rows, sort: Sort | None, start: int, end: int) -> list[Any]:
        """The rows of one page, by their place in the sorted rows; a list that knows a shorter way takes it."""
        return list(rows[start:end])

    def _count(self, rows: Rows) -> int:
        """The number of rows; above `count_at_most` only that there are more, which costs the same for any table."""
        if self.count_at_most is None:
            return rows.count()
        return rows.order_by()[: self.count_at_most + 1].count()

    def _count_words(self, count: int) -> str:
        if self.count_at_most is not None and count > self.count_at_most:
            text = gettext("More than {count} entries")
            return text.format(count=quantities.number(self.count_at_most))
        return self.count_words(count)

    def count_words(self, count: int) -> str:
        """The count in words: “128 entries”."""
        text = ngettext("{count} entry", "{count} entries", count)
        return text.format(count=quantities.number(count))

    def _empty(self, narrowed: bool, clear_url: str) -> dict[str, Any]:
        if narrowed:
            return {
                "empty_title": gettext("Nothing matches these filters"),
                "empty_text": gettext("Remove a filter or use fewer words."),
                "empty_url": clear_url,
                "empty_action": gettext("Clear all filters"),
            }
        return {
            "empty_title": self.empty_title or gettext("There is nothing here yet"),
            "empty_text": self.empty_text,
            "empty_url": self.empty_url,
            "empty_action": self.empty_action,
        }

    def _page(self, query: QueryDict, notes: list[str]) -> int:
        raw = query.get("page", "1")
        if raw.isascii() and raw.isdigit() and int(raw[:9]) > 0 and len(raw) < 10:
            return int(raw)
        notes.append(gettext("“{page}” is no page number; this is page 1.").format(page=raw[:40]))
        return 1

    def _table(self, query: QueryDict, items: list[Any], sort: Sort | None) -> Table:
        shown = [column for column in self.columns if column.on_page]
        headings = []
        for column in shown:
            current = sort is not None and column.sort == sort.key
            downwards = sort is not None and sort.order.startswith("-")
            headings.append(
                Column(
                    column.label,
                    column.numeric or column.money is not None,
                    ("descending" if downwards else "ascending") if current else "",
                    _address(query, sort=column.sort, page="") if column.sort else "",
                )
            )
        values = [[column.shown(item) for column in shown] for item in items]
        return Table(self.title, headings, values, hide_caption=True)

    def _export_kinds(self) -> tuple[str, ...]:
        return ("csv", "xlsx") if any(column.in_export for column in self.columns) else ()

    def _export_label(self, kind: str) -> str:
        return gettext("Export as {kind}").format(kind="Excel" if kind == "xlsx" else "CSV")

    def _file(self, kind: str, rows: Rows) -> HttpResponseBase:
        columns = [column for column in self.columns if column.in_export]

        def lines() -> Iterator[list[Any]]:
            for item in rows[: self.export_limit].iterator(chunk_size=2000):
                yield [column.exported(item) for column in columns]

        name = str(self.export_name or self.title)
        return exports.answer(kind, name, [column.label for column in columns], lines())


def _address(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for key, value in changes.items():
        if value:
            changed[key] = value
        else:
            changed.pop(key, None)
    if "export" not in changes:
        changed.pop("export", None)
    return f"?{changed.urlencode()}"


def _without(query: QueryDict, parameter: str, raw: str) -> str:
    changed = query.copy()
    changed.setlist(parameter, [v for v in changed.getlist(parameter) if v.strip() != raw])
    changed.pop("page", None)
    changed.pop("export", None)
    return f"?{changed.urlencode()}"
