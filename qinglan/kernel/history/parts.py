"""What changed in the parts of a row (its milestones, its items of cost) since somebody saw it, for the 409 page.

A part has no revision of its own: what belongs to a later revision of the row was written in the same request.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst

from qinglan.kernel.conflicts import Difference
from qinglan.kernel.history.changes import HIDDEN, event_model_of, shown
from qinglan.kernel.history.field_words import TECHNICAL, is_named

NOTHING = "—"


def changed_parts(
    row: models.Model, parts: Mapping[str, Any], requests: Collection[Any]
) -> Iterator[Difference]:
    """Each part that `requests` changed: what it said before and says now. `parts` maps related names to words."""
    for name, label in parts.items():
        relation = row._meta.get_field(name)
        model: Any = relation.related_model
        found = getattr(row, name).all()
        event_model = event_model_of(model)
        link = relation.field.name  # type: ignore[union-attr]  # a relation from the other side
        events = event_model.objects.filter(**{link: row.pk}).order_by("pgh_id")
        if not any(event.pgh_context_id in requests for event in events):
            continue
        before: dict[Any, Any] = {}
        for event in events:
            if event.pgh_context_id not in requests:
                before[event.pgh_obj_id] = None if event.pgh_label == "delete" else event
        fields = _fields(model, event_model, link)
        was = {key: _said(fields, event) for key, event in before.items() if event is not None}
        now = {one.pk: _said(fields, one) for one in found}
        yield from _differing(capfirst(str(label)), was, now)


def _differing(label: str, was: Mapping[Any, str], now: Mapping[Any, str]) -> Iterator[Difference]:
    """By row; rows that were written anew and say the same are no difference."""
    gone = Counter(text for key, text in was.items() if key not in now)
    come = Counter(text for key, text in now.items() if key not in was)
    for key in sorted(was.keys() & now.keys()):
        if was[key] != now[key]:
            yield Difference(label, was[key], now[key])
    left, right = list((gone - come).elements()), list((come - gone).elements())
    for place in range(max(len(left), len(right))):
        pair = (texts[place] if place < len(texts) else NOTHING for texts in (left, right))
        yield Difference(label, *pair)


def _fields(model: type[models.Model], event_model: Any, link: str) -> list[Any]:
    kept = {field.name for field in event_model._meta.fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in kept and field.name not in HIDDEN | TECHNICAL | {link} and is_named(field)
    ]


def _said(fields: list[Any], one: Any) -> str:
    values = (shown(field, getattr(one, field.attname)) for field in fields if getattr(one, field.attname) not in (None, ""))  # fmt: skip
    return " · ".join(values)
