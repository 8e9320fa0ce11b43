"""What a list can be narrowed by. A filter reads the address and never raises over what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext

Text = str | Promise
Choices = Sequence[tuple[Any, Text]] | Callable[[], Iterable[tuple[Any, Text]]]
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Chip:
    """A filter in use: its label, its value in words and the parameter (and value) that it is."""

    label: Text
    value: Text
    parameter: str
    raw: str


@dataclass
class Bound:
    """A filter with what the address gave it: for the panel, the chips and the query."""

    filter: "Filter"
    values: dict[str, list[str]]
    chips: list[Chip] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    condition: Q | None = None
    options: list[tuple[str, Text, bool]] = field(default_factory=list)

    @property
    def template_name(self) -> str:
        """The template of this filter's control."""
        return self.filter.template_name

    @property
    def value(self) -> str:
        """The first value of the filter's own parameter, "" where there is none."""
        return (self.values.get(self.filter.name) or [""])[0]

    @property
    def value_from(self) -> str:
        """The first day of a range."""
        return (self.values.get(f"{self.filter.name}_from") or [""])[0]

    @property
    def value_to(self) -> str:
        """The last day of a range."""
        return (self.values.get(f"{self.filter.name}_to") or [""])[0]

    def ignore(self, raw: str) -> None:
        """Note that `raw` was not understood."""
        text = gettext("“{value}” is not a value of “{filter}” and was ignored.")
        self.notes.append(text.format(value=raw[:40], filter=self.filter.label))


@dataclass(frozen=True)
class Filter:
    """A parameter of the address and the words that stand over its control."""

    name: str
    label: Text
    template_name: ClassVar[str] = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that belong to this filter."""
        return (self.name,)

    def bind(self, query: QueryDict) -> Bound:
        """Read the address."""
        values = {name: [v.strip() for v in query.getlist(name)] for name in self.parameters}
        bound = Bound(self, {k: [x for x in v if x] for k, v in values.items()})
        self.read(bound)
        return bound

    def read(self, bound: Bound) -> None:
        """Turn the values into chips, notes and a condition."""
        raise NotImplementedError


@dataclass(frozen=True)
class TextFilter(Filter):
    """Words, all of which must occur in one of `lookups` (such as ``title__icontains``)."""

    lookups: Sequence[str] = ()
    template_name: ClassVar[str] = "web/filters/text.html"

    def read(self, bound: Bound) -> None:
        """All words have to occur."""
        text = bound.value.replace("\0", "")[:100]
        if not text:
            return
        condition = Q()
        for word in text.split():
            either = Q()
            for lookup in self.lookups:
                either |= Q(**{lookup: word})
            condition &= either
        bound.condition = condition
        bound.chips.append(Chip(self.label, text, self.name, bound.value))


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """One or several of `choices`; `lookup` is the field compared, by its value."""

    choices: Choices = ()
    lookup: str = ""
    several: bool = True
    template_name: ClassVar[str] = "web/filters/choice.html"

    def read(self, bound: Bound) -> None:
        """Any of the chosen values; an unknown one is noted."""
        choices = self.choices() if callable(self.choices) else self.choices
        known = {str(value): (value, words) for value, words in choices if value not in (None, "")}
        chosen = []
        for raw in bound.values[self.name]:
            if raw in known:
                chosen.append(known[raw][0])
                bound.chips.append(Chip(self.label, known[raw][1], self.name, raw))
            else:
                bound.ignore(raw)
        if not self.several:
            chosen, bound.chips = chosen[:1], bound.chips[:1]
        if chosen:
            bound.condition = Q(**{f"{self.lookup or self.name}__in": chosen})
        bound.options = [(raw, words, value in chosen) for raw, (value, words) in known.items()]


@dataclass(frozen=True)
class DateRangeFilter(Filter):
    """Days from and to, both counted; `lookup` is a date field (or ``moment__date``)."""

    lookup: str = ""
    template_name: ClassVar[str] = "web/filters/dates.html"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The first and the last day."""
        return (f"{self.name}_from", f"{self.name}_to")

    def read(self, bound: Bound) -> None:
        """Days from and to; what is no day is noted."""
        condition = Q()
        ends = (("from", "gte", gettext("from")), ("to", "lte", gettext("until")))
        for suffix, comparison, word in ends:
            parameter = f"{self.name}_{suffix}"
            for raw in bound.values[parameter][:1]:
                try:
                    day = date.fromisoformat(raw)
                except ValueError:
                    bound.ignore(raw)
                    bound.values[parameter] = []
                    continue
                condition &= Q(**{f"{self.lookup or self.name}__{comparison}": day})
                bound.chips.append(Chip(self.label, f"{word} {day.isoformat()}", parameter, raw))
        if condition:
            bound.condition = condition


@dataclass(frozen=True)
class BooleanFilter(Filter):
    """A tick box: only the rows for which `condition` holds."""

    condition: Q = field(default_factory=Q)
    template_name: ClassVar[str] = "web/filters/boolean.html"

    def read(self, bound: Bound) -> None:
        """Ticked or not."""
        if not bound.value:
            return
        if bound.value != "1":
            bound.ignore(bound.value)
            return
        bound.condition = self.condition
        bound.chips.append(Chip(self.label, gettext("yes"), self.name, "1"))
