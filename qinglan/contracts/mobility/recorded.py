"""What happens to moves of researchers and proofs, as events of the streams ``mobility:<number>`` and ``proof:<number>``.

No name and no reason stands in them: they are personal data, and the rows hold them.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.mobility.queries import mobilities_seen_by, proofs_seen_by
from qinglan.contracts.models import Mobility
from qinglan.kernel import events

events.register_rows(
    "mobility", _("Moves of researchers"), rows=mobilities_seen_by, key="number", overseen=True
)
events.register_rows("proof", _("Proofs of results"), rows=proofs_seen_by, key="number", overseen=True)
MOVED = events.register_kind(
    "contracts.mobility-moved",
    _("An arrangement of a researcher moved to another state: which, term, decision."),
).name
EXTENSION = events.register_kind(
    "contracts.mobility-extension", _("A longer term of an arrangement was asked for, granted or refused.")
).name
REPORTED = events.register_kind(
    "contracts.mobility-reported", _("The yearly report of an arrangement came in.")
).name
PROVED = events.register_kind(
    "contracts.proof-issued", _("A proof of results was issued: numbers of its contracts.")
).name
PROOF_WITHDRAWN = events.register_kind(
    "contracts.proof-withdrawn", _("A proof of results was withdrawn.")
).name


def record(acting_user: Any, row: Mobility, kind: str, payload: Mapping[str, Any]) -> None:
    """Append an event to the stream of an arrangement, within the caller's transaction."""
    events.append(stream=row.key, kind=kind, payload=payload, actor=acting_user)
