"""What happens to service inventions and conversions, as events of ``invention:<number>`` and ``conversion:<number>``.

Names and amounts of persons go into the personal part, of which the chain keeps salted digests.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Conversion, Invention
from qinglan.contracts.sharing.queries import units_seen_by
from qinglan.kernel import events, outbox, permissions


def _may_read(user: Any, stream: str) -> bool:
    """Sums and shares are the unit's own; officers and the audit administrator see who did what and when."""
    prefix, _colon, number = stream.partition(":")
    rows: Any = Invention.objects if prefix == "invention" else Conversion.objects
    row = rows.filter(number=number).first()
    return row is not None and bool(permissions.answer(user, "contracts.see_income", row))


events.register_prefix("invention", _("Service inventions"), readable=_may_read)
events.register_prefix("conversion", _("Conversions of service inventions"), readable=_may_read)
events.register_rows("share-rule", _("Rules of units on shares of income"), rows=units_seen_by, overseen=True)


def _kind(name: str, words: Any) -> str:
    return events.register_kind(f"contracts.{name}", words).name


RULE = _kind("share-rule-made", _("A unit entered a version of its rule on shares: number, day, document."))
DISCLOSED = _kind("invention-disclosed", _("A service invention was disclosed."))
CHECKED = _kind(
    "invention-checked", _("The ownership of an invention was checked: what was found, on what basis.")
)
NAMED = _kind("invention-contributors", _("The contributors to an invention were named: how many."))
PARTS = _kind("invention-parts", _("The contributors agreed on their parts: paper, parts without names."))
APPLIED = _kind("invention-use-asked", _("An inventor asked to exploit an idle invention."))
ANSWERED = _kind("invention-use-answered", _("The unit answered such an application, or it was withdrawn."))
PLANNED = _kind(
    "conversion-planned", _("A conversion was proposed: way, price, inventions, version of the rule.")
)
MOVED = _kind("conversion-moved", _("A conversion moved to another state, with the reason."))
COST = _kind("conversion-cost", _("A direct cost was entered or reversed: kind, amount, voucher."))
NOTICE = _kind(
    "conversion-notice", _("A notice in the unit was drafted, posted, dropped or ended: digest, until when.")
)
OBJECTED = _kind("conversion-objected", _("An objection to a notice in the unit came in or was ruled on."))
SHARED = _kind(
    "conversion-shared", _("A distribution plan was drafted or moved: received, costs, net income, lines.")
)
REWARD = _kind("conversion-reward", _("A reward was paid, kept or released; the amount as a digest."))
TAKEN = _kind("conversion-paper-taken", _("A paper with names and amounts was taken: which, its digest."))
CHANGED = outbox.register_kind(
    "contracts.conversion-changed", _("A conversion changed; the key is its number.")
).name


def record(
    acting_user: Any,
    row: Any,
    kind: str,
    payload: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Append an event to the stream of an invention or conversion, within the caller's transaction."""
    events.append(stream=row.key, kind=kind, payload=payload, actor=acting_user, personal=personal)
    outbox.enqueue(CHANGED, key=row.number)
