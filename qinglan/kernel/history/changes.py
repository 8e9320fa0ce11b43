"""The history of a row in words: when, who, what from what to what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qinglan.kernel.history import code_words
from qinglan.kernel.history.field_words import words_of
from qinglan.kernel.web import dates
from qinglan.kernel.web.money import money

LONGEST = 120
"""Characters of a value that are shown."""
MOST = 200
"""Changes that are shown, the newest."""


@dataclass(frozen=True)
class FieldChange:
    """One field: its name, what it was, what it became."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of the row: made, changed or deleted; by whom and by way of what; which fields."""

    when: datetime
    kind: str
    who: str
    source: str
    request: str
    fields: tuple[FieldChange, ...]


HIDDEN = {"id", "revision"}
"""Fields that say nothing to people."""


def tracked_models() -> dict[str, type[models.Model]]:
    """The models whose changes are kept, by ``app.model``."""
    return {
        model._meta.label_lower: model for model in apps.get_models() if event_model_of(model) is not None
    }


def event_model_of(model: type[models.Model]) -> Any:
    """The table of what changed in `model`; None where it isn't tracked."""
    found = getattr(model, "pgh_event_models", None)
    if not found or getattr(model, "pgh_tracked_model", None) is not None:
        return None
    return next(iter(found.values()))


def changes_of(model: type[models.Model], key: Any) -> list[Change]:
    """What happened to the row `key` of `model`, newest first; also of a row that was deleted."""
    event_model = event_model_of(model)
    events = list(event_model.objects.filter(pgh_obj_id=key).order_by("-pgh_id")[: MOST + 1])
    people = _people(events)
    names = [field.name for field in event_model._meta.fields if not field.name.startswith("pgh_")]
    found = []
    for place, event in enumerate(events[:MOST]):
        before = events[place + 1] if place + 1 < len(events) else None
        context = event.pgh_context or {}
        found.append(
            Change(
                when=event.pgh_created_at,
                kind=event.pgh_label,
                who=people.get(context.get("user") or 0, ""),
                source=context.get("source", ""),
                request=str(event.pgh_context_id or ""),
                fields=() if event.pgh_label == "delete" else tuple(_fields(model, names, before, event)),
            )
        )
    return found


def _fields(model: type[models.Model], names: list[str], before: Any, after: Any) -> Any:
    for name in names:
        field = model._meta.get_field(name)
        attribute: str = getattr(field, "attname", name)
        old, new = getattr(before, attribute, None), getattr(after, attribute)
        if name in HIDDEN or old == new or (before is None and new in (None, "", [], {})):
            continue
        label = label_of(field, name)
        yield FieldChange(label, "" if before is None else shown(field, old), shown(field, new))


def label_of(field: Any, name: str) -> str:
    """What people call the field: its own words, or those that its name has everywhere, or else its name."""
    own = getattr(field, "verbose_name", name)
    return capfirst(str(own) if isinstance(own, Promise) else words_of(name) or str(own))


def shown(field: Any, value: Any, *, longest: int = LONGEST) -> str:
    """A value in words: choices by their names, amounts with their unit; cut off at `longest` characters, 0 for never."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices and not isinstance(value, list):
        return str(dict(field.flatchoices).get(value, value))
    spoken = "" if isinstance(value, list | dict) else code_words.said(field, value)
    if spoken:
        return spoken
    if isinstance(value, datetime):
        return dates.minute(value)
    if field.is_relation:
        related = field.related_model._default_manager.filter(pk=value).first()
        return str(related) if related is not None else _("no. %(key)s") % {"key": value}
    if is_amount(field):
        return money(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        words = dict(getattr(getattr(field, "base_field", None), "flatchoices", ()))
        return "; ".join(str(words.get(one, one)) for one in value) or "—"
    if isinstance(value, dict | list):
        return _("a text of %(count)s characters") % {"count": len(str(value))}
    text = f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
    return text if not longest or len(text) <= longest else f"{text[:longest]}…"


def is_amount(field: Any) -> bool:
    """Whether it holds an amount in 分: whole numbers that may be as large, and that people have a word for."""
    return type(field) is models.BigIntegerField and isinstance(field.verbose_name, Promise)


def _people(events: list[Any]) -> dict[int, str]:
    keys: set[int] = {(event.pgh_context or {}).get("user") or 0 for event in events}
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=keys)}
