"""Verbs of a broker's own book: notes of visits, the need that comes out of one, and the card that others open."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.brokering.rules import broker_of
from qinglan.market.domain.listing import begin_need_for
from qinglan.market.domain.mandate import Terms, propose_mandate
from qinglan.market.domain.pasted import values_of, with_parts_of
from qinglan.market.models.brokering import CardVisits, Mandate, VisitNote
from qinglan.market.pasting.found import Found
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


@transaction.atomic
def draft_from_visit(
    *, acting_user: Any, note: VisitNote, title: str, findings: Iterable[Found], terms: Terms
) -> Mandate:
    """Out of one's own note: the draft of a need of the organisation, and the mandate that is proposed with it.

    In this order: 1. the note has no need yet; 2. the draft is begun for the organisation, which sees it at once;
    3. the note names it: its broker may write it until the organisation has answered; 4. the findings that a person
    left in, and the words of the note; 5. the mandate is proposed. Before it is accepted nobody but the
    organisation can hand the draft in. Raises Impossible with the field, PermissionRefused.
    """
    permissions.require(acting_user, "brokering.draft_need", note)
    row = VisitNote.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=note.pk)
    if row.need_id is not None:
        raise Impossible(_("A need was drafted from this note already."))
    kept = list(findings)
    values, contact = values_of(kept)
    owner = row.organisation
    need = begin_need_for(
        acting_user=acting_user, owner=owner, values={**values, "title": title.strip()}, contact=contact
    )
    row.need = need
    row.save(update_fields=["need"])
    need = with_parts_of(acting_user, need, kept, row.text)
    return propose_mandate(acting_user=acting_user, listing=need, terms=terms)


def count_card_visit(*, acting_user: Any, broker: Broker) -> None:
    """Count that somebody opened the card; `acting_user` may be nobody, and is not noted."""
    today = clock.today()
    CardVisits.objects.bulk_create([CardVisits(broker=broker, on=today)], ignore_conflicts=True)
    CardVisits.objects.filter(broker=broker, on=today).update(count=F("count") + 1)
