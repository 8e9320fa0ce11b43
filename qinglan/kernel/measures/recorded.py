"""What is reported, corrected and withdrawn, as events and changes in the same transaction.

Each indicator has a stream ``figures:<pack>.<indicator>``. The name of a subject without a unified
social credit code may be a person's: the chain keeps its salted digest only.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events, outbox
from qinglan.kernel.measures.models import Entry, Figure, Indicator

REPORTED = events.register_kind(
    "measures.figure-reported",
    _("An amount was reported: id, territory, subject, year, value, evidence, who sees it."),
).name
CORRECTED = events.register_kind(
    "measures.figure-corrected",
    _(
        "An amount took the place of another, with the reason: id, territory, subject, year, value, evidence, who sees it."
    ),
).name
WITHDRAWN = events.register_kind(
    "measures.figure-withdrawn", _("An amount was withdrawn without another in its place, with the reason.")
).name
ENTERED = events.register_kind(
    "measures.item-entered",
    _(
        "An item was entered on a list: id, territory, subject, level, stage, number, first and last day, evidence, who sees it."
    ),
).name
ENDED = events.register_kind(
    "measures.item-ended",
    _(
        "An item's last day on a list was set, with the reason: id, territory, subject, level, stage, number, first and last day, evidence, who sees it."
    ),
).name
ITEM_WITHDRAWN = events.register_kind(
    "measures.item-withdrawn", _("An item was taken off a list on which it never should have stood.")
).name
DEFINED = events.register_kind(
    "measures.indicator-defined",
    _("An indicator was defined by hand: name, definition, unit, kind, form number, who sees it."),
).name
CHANGED = outbox.register_kind(
    "measures.changed", _("Figures or entries of an indicator changed; the key is <pack>.<indicator>.")
).name
events.register_prefix("figures", _("Reported figures"))


def record(acting_user: Any, kind: str, rows: Sequence[Figure | Entry]) -> None:
    """Append one event for each of `rows` (saved, with their indicators) and queue what changed."""
    by_indicator: dict[str, list[Figure | Entry]] = {}
    for row in rows:
        by_indicator.setdefault(key_of(row.indicator), []).append(row)
    for key, members in sorted(by_indicator.items()):
        entries = [events.Entry(kind, _payload(row), _personal(row)) for row in members]
        events.append_all(stream=f"figures:{key}", entries=entries, actor=acting_user)
        outbox.enqueue(CHANGED, key)


def record_definition(acting_user: Any, indicator: Indicator) -> None:
    """Append that `indicator` was defined by hand."""
    payload = {
        "confidentiality": indicator.confidentiality,
        "definition": indicator.definition_zh,
        "form_number": indicator.form_number,
        "kind": indicator.kind,
        "name": indicator.name_zh,
        "unit": indicator.unit,
    }
    key = key_of(indicator)
    events.append(stream=f"figures:{key}", kind=DEFINED, payload=payload, actor=acting_user)
    outbox.enqueue(CHANGED, key)


def key_of(indicator: Indicator) -> str:
    """How an indicator is named in streams and changes."""
    return f"{indicator.pack}.{indicator.slug}"


def _payload(row: Figure | Entry) -> dict[str, Any]:
    content: dict[str, Any] = {
        "confidentiality": row.confidentiality,
        "evidence": row.evidence,
        "id": row.pk,
        "reported_on": row.reported_on,
        "subject_code": row.subject_code,
        "territory": row.territory_id,
    }
    if row.subject_code:
        content["subject_name"] = row.subject_name
    if isinstance(row, Figure):
        content |= {"value": row.value, "year": row.year}
    else:
        names = ("level", "stage", "number", "valid_from", "valid_to")
        content |= {name: getattr(row, name) for name in names}
    if row.corrects is not None:
        content |= {"corrects": row.corrects.pk, "reason": row.corrects.closing_reason}
    if row.closed_at is not None:
        content["reason"] = row.closing_reason
    return content


def _personal(row: Figure | Entry) -> dict[str, Any] | None:
    return {"subject_name": row.subject_name} if row.subject_name and not row.subject_code else None
