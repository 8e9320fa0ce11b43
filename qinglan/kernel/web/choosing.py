"""Choosing some of many rows in a form: those chosen stand on top, others are found by a search box, a few at a time.

It works without scripts: the buttons send the form, which is drawn again with all that was typed, nothing done and
nothing complained of (`form_page` asks `is_choosing`). Enter in the search box searches, too: a text that was not
searched for yet is never taken for the wish to send the form.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.utils import ErrorDict

STEP = 10
"""How many rows are offered at first, and how many more by a press."""
MOST = 200
"""Rows offered on one page at most: further on, searching is quicker."""

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Offered:
    """One row: its key, its words, a note in small, whether it is chosen."""

    key: str
    words: str
    note: str
    is_chosen: bool


class ChooseInput(forms.CheckboxSelectMultiple):
    """The control of a `ChooseField`; asks the database three times, however many rows there are."""

    template_name = "web/fields/choose.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.field: ChooseField | None = None
        self.sought = ""
        self.limit = STEP

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The keys that are ticked; remembers what was searched for."""
        self.sought = _text(data, f"{name}-search")
        wanted = _text(data, f"{name}-more") or _text(data, f"{name}-shown")
        self.limit = min(int(wanted), MOST) if wanted.isdecimal() and len(wanted) < 5 else STEP
        if self.sought != _text(data, f"{name}-sought"):
            self.limit = STEP
        return super().value_from_datadict(data, files, name)

    def is_pressed(self, data: Mapping[str, Any], name: str) -> bool:
        """Whether the form was sent to search, and not to be done."""
        if f"{name}-find" in data or f"{name}-more" in data:
            return True
        return _text(data, f"{name}-search") != _text(data, f"{name}-sought")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What is chosen, what was found, how much more there is."""
        assert self.field is not None
        context = forms.Widget.get_context(self, name, value, attrs)
        keys = [key for one in value or () if (key := str(one)).isdecimal()]
        rows = self.field.queryset
        assert rows is not None
        chosen = [self._offered(row, True) for row in rows.filter(pk__in=keys)]
        found = self.field.search(rows, self.sought) if self.sought else rows
        found = found.exclude(pk__in=[one.key for one in chosen])
        count = found.count()
        offered = [self._offered(row, False) for row in found[: max(self.limit, 1)]]
        context["widget"] |= {
            "chosen": chosen, "offered": offered, "found": count, "sought": self.sought,
            "is_searched": bool(self.sought) or count > len(offered) or self.limit > STEP,
            "shown": self.limit, "left": count - len(offered),
            "more": min(self.limit + STEP, MOST) if len(offered) < min(count, MOST) else 0,
            "step": min(STEP, count - len(offered)), "search_label": self.field.search_label,
        }  # fmt: skip
        return context

    def _offered(self, row: Model, is_chosen: bool) -> Offered:
        assert self.field is not None
        return Offered(
            str(row.pk), self.field.label_from_instance(row), self.field.note_from_instance(row), is_chosen
        )


class ChooseField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some rows of a table that may be long. `search(rows, text)` narrows it; `note` says a little more of a row."""

    widget = ChooseInput

    def __init__(
        self,
        *,
        search: Callable[[Rows, str], Rows],
        search_label: Any,
        note: Callable[[Any], str] = lambda _row: "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.search = search
        self.search_label = search_label
        self.note_from_instance = note
        self.widget.field = self

    def __deepcopy__(self, memo: dict[int, Any]) -> "ChooseField":
        """Each form has its own; the control belongs to it."""
        found: ChooseField = super().__deepcopy__(memo)
        found.widget.field = found
        return found


def is_choosing(form: Any) -> bool:
    """Whether a form was sent to search among rows: it is to be drawn again as it stands.

    Then nothing is checked, so that nothing half-filled is complained of.
    """
    if not form.is_bound:
        return False
    pressed = any(
        isinstance(one.widget, ChooseInput) and one.widget.is_pressed(form.data, form.add_prefix(name))
        for name, one in form.fields.items()
    )
    if pressed:
        form._errors = ErrorDict()
        form.cleaned_data = {}
    return pressed


def _text(data: Mapping[str, Any], name: str) -> str:
    return " ".join(str(data.get(name) or "").split())[:100]
