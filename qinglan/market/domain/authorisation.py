"""Verbs on standing authorisations: who may agree by a click in the name of an organisation."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.contact import events
from qinglan.market.models.agreement import ClickAuthorisation
from qinglan.parties import holding
from qinglan.parties.domain import term
from qinglan.parties.models import Organisation


@transaction.atomic
def authorise(
    *, acting_user: Any, organisation: Organisation, user: Any, basis: str, valid_to: date | None = None
) -> ClickAuthorisation:
    """Record that `user` may agree by a click from today on, by the paper `basis` of the organisation.

    Raises PermissionRefused (not its administrator), Impossible with the field.
    """
    permissions.require(acting_user, "contacts.authorise", organisation)
    line = " ".join(basis.split())
    if not line:
        raise Impossible(
            _("Name the paper by which the organisation authorises him: title, number, day."), field="basis"
        )
    if not holding.represents(user, organisation):
        raise Impossible(
            _("{person} does no business for {name}.").format(person=user, name=organisation.name),
            field="user",
        )
    today = clock.today()
    if valid_to is not None and valid_to < today:
        raise Impossible(_("This day is over. Choose a later one, or leave it open."), field="valid_to")
    term.end(
        ClickAuthorisation.objects.run_out()
        .filter(organisation=organisation, user=user)
        .select_for_update(of=("self",)),
        by=None,
        reason=term.RAN_OUT,
    )
    try:
        with transaction.atomic():
            made = ClickAuthorisation.objects.create(
                organisation=organisation,
                user=user,
                valid_from=today,
                valid_to=valid_to,
                basis=line[:200],
                given_by=acting_user,
                given_at=clock.now(),
            )
    except IntegrityError as error:
        raise Impossible(
            _("{person} is authorised already. End that first.").format(person=user), field="user"
        ) from error
    events.note(
        acting_user,
        f"click-authorisation:{made.pk}",
        events.AUTHORISED,
        organisation=organisation.code,
        person=f"user:{user.pk}",
        basis=events.digest(made.basis),
        first=today.isoformat(),
        last=valid_to.isoformat() if valid_to else "",
    )
    return made


@transaction.atomic
def end_authorisation(
    *, acting_user: Any, authorisation: ClickAuthorisation, reason: str
) -> ClickAuthorisation:
    """End an authorisation at once; what was agreed under it stands. Raises Impossible without a reason."""
    permissions.require(acting_user, "contacts.authorise", authorisation.organisation)
    if not reason.strip():
        raise Impossible(_("Say why it ends."), field="reason")
    row: ClickAuthorisation = ClickAuthorisation.objects.select_for_update(of=("self",)).get(
        pk=authorisation.pk
    )
    if term.end([row], by=acting_user, reason=reason.strip()):
        events.note(
            acting_user,
            f"click-authorisation:{row.pk}",
            events.AUTHORISATION_ENDED,
            reason=events.digest(reason.strip()),
        )
    return row
