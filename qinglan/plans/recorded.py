"""What is decided on plans, as events and changes in the same transaction.

Each plan has a stream ``plan:<address>``.
"""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events, outbox
from qinglan.plans.models import Body, Quantity, Version

READ = events.register_kind(
    "plans.read-in", _("A document was read as a new version, with the hash of its text.")
).name
LOADED = events.register_kind(
    "plans.pack-loaded", _("A pack's plan became a new version, with the file's hash.")
).name
ATTACHED = events.register_kind(
    "plans.text-attached", _("The official text was put under a version, with its hash.")
).name
CONFIRMED = events.register_kind("plans.item-confirmed", _("An official confirmed what was read.")).name
DROPPED = events.register_kind("plans.item-dropped", _("An official found that an item commits nobody.")).name
CORRECTED = events.register_kind(
    "plans.item-corrected", _("An official put what the text really says in the place of what was read.")
).name
ADDED = events.register_kind(
    "plans.item-added", _("An official added an item that had been overlooked.")
).name
ALL_CONFIRMED = events.register_kind(
    "plans.items-confirmed", _("An official confirmed all items that were still open: how many.")
).name
LINKED = events.register_kind(
    "plans.measure-linked", _("An official said by which measure a target is counted.")
).name
PUBLISHED = events.register_kind("plans.published", _("A version was opened to everybody.")).name
WITHDRAWN = events.register_kind("plans.withdrawn", _("A version was taken back, with the reason.")).name
CHANGED = outbox.register_kind(
    "plans.changed", _("Something of a plan changed; the key is its address.")
).name
events.register_prefix("plan", _("Plans and targets"))

CONTENT = (
    "kind",
    "indicator",
    "action",
    "comparator",
    "value",
    "upper",
    "unit",
    "per",
    "deadline",
    "strength",
)


def record(acting_user: Any, kind: str, version: Version, /, **payload: Any) -> None:
    """Append an event about `version` to its plan's stream, and queue that the plan changed."""
    slug = version.plan.slug
    payload = {"version": version.number, **payload}
    events.append(stream=f"plan:{slug}", kind=kind, payload=payload, actor=acting_user)
    outbox.enqueue(CHANGED, slug)


def record_link(acting_user: Any, target: Quantity) -> None:
    """The same about how a target is counted; parameters as JSON text, since they may hold any number."""
    parameters = json.dumps(target.measure_parameters, ensure_ascii=False, sort_keys=True)
    record(
        acting_user, LINKED, target.version, item=target.slug, measure=target.measure, parameters=parameters
    )


def record_item(acting_user: Any, kind: str, item: Quantity | Body) -> None:
    """The same about an item: what it says now."""
    content: dict[str, Any] = {"article": item.article.number, "quote": item.quote, "revision": item.revision}
    if isinstance(item, Quantity):
        content |= {"item": item.slug, **{name: getattr(item, name) for name in CONTENT}}
    else:
        content |= {"item": f"body-{item.pk}", "name": item.name, "role": item.role}
    record(acting_user, kind, item.version, **content)
