"""What happens to a registration, as events of its stream ``registration:<key>``."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Registration
from qinglan.contracts.registering.queries import registrations_seen_by
from qinglan.kernel import events, outbox

events.register_rows("registration", _("Registrations of technology contracts"), rows=registrations_seen_by)
BEGUN = events.register_kind(
    "contracts.registration-begun", _("The registration of a contract was begun: which contract.")
).name
MOVED = events.register_kind(
    "contracts.registration-moved",
    _("A registration moved to another state: from where, why, its numbers, values and periods."),
).name
FILED = events.register_kind(
    "contracts.registration-filed",
    _("A registration was filed in the national system: digest of all fields as they were."),
).name
IMPORTED = events.register_kind(
    "contracts.registration-imported",
    _("A registration came in by a spreadsheet: number, day, both values, digest of the file."),
).name
GREEN = events.register_kind(
    "contracts.registration-green",
    _("A person confirmed or took away the green tag of a registration: its ground."),
).name
REVIEWED = events.register_kind(
    "contracts.registration-reviewed", _("Experts on a registration were asked, or their review concluded.")
).name
CHANGE = events.register_kind(
    "contracts.registration-change",
    _("A change or cancellation of a registration was asked for or settled: what stood, what stands."),
).name
DIFFERENCE = events.register_kind(
    "contracts.registration-difference",
    _("A difference to what was filed was found, or somebody said what it means: the field."),
).name
NUMBER_CORRECTED = events.register_kind(
    "contracts.registration-number-corrected",
    _("A national number that was entered wrongly here was corrected: number and day before and after, why."),
).name
CHANGED = outbox.register_kind(
    "contracts.registration-changed", _("A registration changed; the key is its primary key.")
).name


def record(acting_user: Any, row: Registration, kind: str, payload: Mapping[str, Any]) -> None:
    """Append an event to the stream of a registration and tell those who follow it, within the caller's transaction."""
    events.append(stream=row.key, kind=kind, payload=payload, actor=acting_user)
    outbox.enqueue(CHANGED, key=str(row.pk))
