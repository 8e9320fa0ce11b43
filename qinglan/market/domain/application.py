"""Verb: an officer confirms an application 转化应用, which then counts."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.models import Application, ListingState
from qinglan.market.recorded import APPLICATION, changed


@transaction.atomic
def confirm_application(*, acting_user: Any, application: Application, basis: str) -> Application:
    """Confirm an application of a public technology after looking at the evidence (`basis`: what was seen).

    Raises Impossible without evidence or basis, or when it is confirmed already; PermissionRefused.
    """
    permissions.require(acting_user, "market.confirm_application", application.listing)
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("listing__owner")
        .get(pk=application.pk)
    )
    if row.confirmed_on is not None:
        raise Impossible(_("Somebody has confirmed this application already."))
    if row.listing.state != ListingState.PUBLISHED:
        raise Impossible(_("Only applications of published technologies are confirmed."))
    if not row.evidence.strip():
        raise Impossible(_("It names no evidence. Ask the owner to name the contract, acceptance or report."))
    if not basis.strip():
        raise Impossible(_("Say what you looked at."), field="basis")
    row.confirmed_on, row.confirmed_by, row.basis = clock.today(), acting_user, basis.strip()[:300]
    row.save()
    events.append(
        stream=row.listing.key,
        kind=APPLICATION,
        payload={"name": row.user_name, "on": row.since, "evidence": row.evidence, "basis": row.basis},
        actor=acting_user,
    )
    changed(row.listing)
    return row
