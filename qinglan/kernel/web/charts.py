"""Charts as data: one finding each, drawn by ECharts in the browser, with the table behind them.

The chart goes to the page as JSON; ``static/web/charts.js`` draws it as SVG in our theme. Without
scripts the table is what the reader sees.
"""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from qinglan.kernel.web.quantities import number
from qinglan.kernel.web.tables import Column, Table

Value = int | Decimal | None
MAX_SERIES = 5
_ids = itertools.count(1)


@dataclass(frozen=True)
class Series:
    """One named row of values, one for each category; None is missing and drawn as a gap."""

    name: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Target:
    """A line to reach: its value and the year (or day) by which."""

    value: int | Decimal
    year: str


@dataclass
class Chart:
    """A chart: its `title` says the finding, `unit` and `source` stand under it.

    `kind`: line (over time, categories in order), bar (upright) or ranked (lying bars, the largest
    first; one series). Bars begin at zero. At most five series, each labelled at its end.
    `description` is read to who cannot see the picture; without one it is composed. `highlight`
    names the category of a ranked chart that the page is about.
    """

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    kind: Literal["line", "bar", "ranked"] = "line"
    target: Target | None = None
    source: str = ""
    description: str = ""
    category_label: str = ""
    highlight: str = ""
    id: str = field(default_factory=lambda: f"chart-{next(_ids)}")

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MAX_SERIES:
            raise ValueError(f"a chart shows 1 to {MAX_SERIES} series, not {len(self.series)}")
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"series {series.name!r} has not one value for each category")
            if any(isinstance(value, float) for value in series.values):
                raise TypeError("a chart's values are integers or Decimals")
        if self.kind == "ranked":
            if len(self.series) != 1:
                raise ValueError("a ranked chart shows one series")
            self._rank()

    def _rank(self) -> None:
        pairs = sorted(
            zip(self.categories, self.series[0].values, strict=True),
            key=lambda pair: (pair[1] is None, -(pair[1] or 0)),
        )
        self.categories = [name for name, _ in pairs]
        self.series = [Series(self.series[0].name, [value for _, value in pairs])]

    @property
    def size(self) -> str:
        """short, medium or tall: a ranked chart grows with its bars."""
        if self.kind != "ranked":
            return "medium"
        count = len(self.categories)
        return "short" if count <= 5 else "medium" if count <= 10 else "tall"

    @property
    def target_words(self) -> str:
        """“Target for 2025: 30”."""
        if self.target is None:
            return ""
        return gettext("Target for {year}: {value}").format(
            year=self.target.year, value=number(self.target.value)
        )

    @property
    def spoken(self) -> str:
        """The description for screen readers."""
        if self.description:
            return self.description
        parts = [self.title]
        for series in self.series:
            known = [
                (name, value)
                for name, value in zip(self.categories, series.values, strict=True)
                if value is not None
            ]
            if known:
                (first, start), (last, end) = known[0], known[-1]
                parts.append(
                    gettext("{series}: {start} ({first}) to {end} ({last})").format(
                        series=series.name, start=number(start), first=first, end=number(end), last=last
                    )
                )
        if self.target_words:
            parts.append(self.target_words)
        return gettext("; ").join(parts)

    @property
    def table(self) -> Table:
        """The numbers behind the chart."""
        headings = [Column(self.category_label or gettext("Period"))]
        for series in self.series:
            label = f"{series.name} ({self.unit})" if self.unit else series.name
            headings.append(Column(label, numeric=True))
        rows = [
            [name, *(_cell(series.values[index]) for series in self.series)]
            for index, name in enumerate(self.categories)
        ]
        return Table(self.title, headings, rows, cards=False)

    @property
    def safe_json(self) -> SafeString:
        """What the script draws. Decimals become JSON numbers: the picture needs no more."""
        data: dict[str, Any] = {
            "kind": self.kind,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [{"name": s.name, "values": [_plain(v) for v in s.values]} for s in self.series],
            "description": self.spoken,
            "highlight": self.highlight,
            "missing": gettext("no data"),
        }
        if self.target is not None:
            data["target"] = {"value": _plain(self.target.value), "words": self.target_words}
        text = json.dumps(data, ensure_ascii=False)
        escaped = {ord(c): f"\\u{ord(c):04x}" for c in "<>&"}
        return mark_safe(text.translate(escaped))  # noqa: S308 - no markup can remain


def _plain(value: Value) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return float(value)  # drawing only; the table prints the Decimal


def _cell(value: Value) -> str:
    return "—" if value is None else number(value)
