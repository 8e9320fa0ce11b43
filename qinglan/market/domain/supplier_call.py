"""Verb: ask organisations whether they can meet a need for which nothing fitting is offered."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.market.figures import recorded
from qinglan.market.models import Need, SupplierInvitation
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import Organisation

MOST = 20
"""Organisations that may be asked at once."""


@transaction.atomic
def invite_suppliers(
    *, acting_user: Any, need: Need, organisations: Sequence[Organisation], note: str = ""
) -> list[Organisation]:
    """Ask `organisations` about a public need; who was asked before, and the owner, are passed over. Who was asked now.

    Each is told once, with the officer's `note`; what they read of the need is what everybody reads. Raises
    Impossible (not public, nobody or too many chosen, nobody left to ask), PermissionRefused.
    """
    permissions.require(acting_user, "market.invite_suppliers")
    row = Need.objects.select_for_update().get(pk=need.pk)
    if not row.is_public:
        raise Impossible(_("This need is not public; ask about needs that are."))
    if not 1 <= len(organisations) <= MOST:
        raise Impossible(
            _("Choose between one and {most} organisations.").format(most=MOST), field="organisations"
        )
    asked = set(SupplierInvitation.objects.filter(need=row).values_list("organisation", flat=True))
    fresh = [one for one in dict.fromkeys(organisations) if one.pk not in asked and one.pk != row.owner_id]
    if not fresh:
        raise Impossible(_("All of these were asked before, or own the need."), field="organisations")
    now = clock.now()
    SupplierInvitation.objects.bulk_create(
        SupplierInvitation(need=row, organisation=one, invited_by=acting_user, invited_at=now)
        for one in fresh
    )
    for one in fresh:
        people = people_of(one, *ACTS)
        if people:
            send_message(
                acting_user=acting_user,
                recipients=people,
                template=recorded.INVITATION,
                values={"title": row.title, "note": note.strip()},
                url=row.get_absolute_url(),
            )
    events.append(
        stream=row.key,
        kind=recorded.INVITED,
        payload={"organisations": [one.code for one in fresh]},
        actor=acting_user,
    )
    return fresh
