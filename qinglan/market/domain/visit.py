"""Verbs of a broker's own book: notes of visits, and the card that others open."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.brokering.rules import broker_of
from qinglan.market.models.brokering import CardVisits, VisitNote
from qinglan.parties.models import Broker, Organisation


@transaction.atomic
def note_visit(*, acting_user: Any, organisation: Organisation, way: str, on: date, text: str) -> VisitNote:
    """Note a visit, call or meeting. Raises Impossible with the field, PermissionRefused."""
    permissions.require(acting_user, "brokering.work")
    if not text.strip():
        raise Impossible(_("Write what was said: the note is your proof."), field="text")
    if on > clock.today():
        raise Impossible(_("This day is still to come."), field="on")
    if way not in VisitNote.Way.values:
        raise Impossible(_("Choose how you met."), field="way")
    return VisitNote.objects.create(
        broker=broker_of(acting_user),
        organisation=organisation,
        way=way,
        on=on,
        text=text.strip(),
        noted_at=clock.now(),
    )


def count_card_visit(*, acting_user: Any, broker: Broker) -> None:
    """Count that somebody opened the card; `acting_user` may be nobody, and is not noted."""
    today = clock.today()
    CardVisits.objects.bulk_create([CardVisits(broker=broker, on=today)], ignore_conflicts=True)
    CardVisits.objects.filter(broker=broker, on=today).update(count=F("count") + 1)
