"""What changed in a row between the revision that somebody saw and now, and who changed it: for the 409 page.

A page carries the revision alone; the row as it stood then is in its history. Where the history has no such
revision (a row that is not tracked, or a number that never was), what was read before is compared instead.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Difference, Since, StaleEdit
from qinglan.kernel.history.changes import HIDDEN, event_model_of, label_of, shown
from qinglan.kernel.history.field_words import TECHNICAL, is_named
from qinglan.kernel.history.parts import changed_parts

NO_PARTS: Mapping[str, Any] = MappingProxyType({})
AROUND = 30
"""Characters that stand before and behind what differs in a long text."""
LONGEST = 200
"""Characters of a value that are shown."""


def require_unchanged(
    seen: models.Model | int,
    row: models.Model,
    *,
    only: Collection[str] | None = None,
    but: Collection[str] = (),
    parts: Mapping[str, Any] = NO_PARTS,
    named: bool = True,
) -> None:
    """Raise StaleEdit where the locked `row` has another revision than `seen`: what was read before, or its number.

    `only` and `but` name the fields that may be shown and those that may not, `parts` the related rows that belong to
    it, with their words; without `named` nobody is told who changed it.
    """
    if row.revision != (seen if isinstance(seen, int) else seen.revision):  # type: ignore[attr-defined]  # every row that has one
        raise StaleEdit(since(seen, row, only=only, but=but, parts=parts, named=named))


def since(
    seen: models.Model | int,
    row: models.Model,
    *,
    only: Collection[str] | None = None,
    but: Collection[str] = (),
    parts: Mapping[str, Any] = NO_PARTS,
    named: bool = True,
) -> Since:
    """The fields that differ between what was seen and `row`, with who changed it last and when.

    Where nothing that people know differs, the line says which version it is now.
    """
    revision: int = seen if isinstance(seen, int) else seen.revision  # type: ignore[attr-defined]  # as above
    before, later = _in_history(row, revision)
    if before is None and not isinstance(seen, int):
        before = seen
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.name not in but and (only is None or field.name in only) and _is_told(field, named)
    ]
    found = [] if before is None else list(_differing(before, row, fields))
    found += changed_parts(row, parts, {event.pgh_context_id for event in later} - {None})
    if not found:
        found = [Difference(_("version"), str(revision), str(row.revision))]  # type: ignore[attr-defined]  # as above
    last = later[-1] if later else None
    user = (last.pgh_context or {}).get("user") if last is not None and named else None
    person = get_user_model()._default_manager.filter(pk=user).first() if user else None
    return Since(found, who=str(person or ""), when=last.pgh_created_at if last is not None else None)


def _in_history(row: models.Model, revision: int) -> tuple[Any, list[Any]]:
    """The row as it stood at `revision`, and its changes since; nothing where the history does not have it."""
    event_model = event_model_of(type(row))
    if event_model is None:
        return None, []
    events = event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    before = events.filter(revision=revision).last()
    return before, [] if before is None else list(events.filter(pgh_id__gt=before.pgh_id))


def _differing(before: Any, row: models.Model, fields: Iterable[Any]) -> Iterator[Difference]:
    for field in fields:
        if not hasattr(before, field.attname):
            continue
        old, new = getattr(before, field.attname), getattr(row, field.attname)
        if old != new:
            pair = shown(field, old, longest=0), shown(field, new, longest=0)
            yield Difference(label_of(field, field.name), *_apart(*pair))


def _is_told(field: Any, named: bool) -> bool:
    """Whether people know the field: it has words, isn't technical, and names nobody who may not be named."""
    if not named and field.related_model is get_user_model():
        return False
    return field.name not in HIDDEN | TECHNICAL and is_named(field)


def _apart(old: str, new: str) -> tuple[str, str]:
    """Both values; of long ones what differs, with a little around it."""
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    start = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    begin = max((min(len(old), len(new)) if start is None else start) - AROUND, 0)
    return _cut(old, begin), _cut(new, begin)


def _cut(text: str, begin: int) -> str:
    end = begin + LONGEST
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
