"""The one gate through which an organisation changes its state, and the lock before it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.parties.domain import term
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.models.organisation_kind import ENDED, OrganisationState
from qinglan.parties.models.organisation_membership import Membership
from qinglan.parties.models.organisation_tag import GreenTag

_LIVE = (OrganisationState.PRELOADED, OrganisationState.CLAIMED, OrganisationState.VERIFIED)
FROM: Mapping[OrganisationState, tuple[OrganisationState, ...]] = {
    OrganisationState.CLAIMED: (OrganisationState.PRELOADED, OrganisationState.SUSPENDED),
    OrganisationState.VERIFIED: (
        OrganisationState.PRELOADED,
        OrganisationState.CLAIMED,
        OrganisationState.SUSPENDED,
    ),
    OrganisationState.SUSPENDED: _LIVE,
    OrganisationState.PRELOADED: (OrganisationState.SUSPENDED,),
    OrganisationState.MERGED: (*_LIVE, OrganisationState.SUSPENDED),
    OrganisationState.SPLIT: (*_LIVE, OrganisationState.SUSPENDED),
    OrganisationState.CANCELLED: (*_LIVE, OrganisationState.SUSPENDED),
}
"""From which states each state may be reached."""


def locked(organisation: Organisation, *, check: bool = True) -> Organisation:
    """The row of `organisation`, locked until the transaction ends.

    Raises StaleEdit when it changed since `organisation` was read (`check`).
    """
    return locked_all([organisation], check=check)[0]


def locked_all(organisations: Iterable[Organisation], *, check: bool = True) -> list[Organisation]:
    """The same for several, locked in the order of their keys so that nobody waits in a ring."""
    seen = list(organisations)
    rows = {
        row.pk: row
        for row in Organisation.objects.select_for_update(of=("self",))
        .select_related("territory")
        .filter(pk__in=[one.pk for one in seen])
        .order_by("pk")
    }
    if check:
        for one in seen:
            require_unchanged(one, rows[one.pk])
    return [rows[one.pk] for one in seen]


def set_state(organisation: Organisation, state: OrganisationState, *, on: date) -> None:
    """Move a locked organisation to `state` as of the day `on`.

    In this order: 1. refuses a step that the table `FROM` does not have (Impossible); 2. a first
    verification opens it to the public and sets its day; 3. an end sets the last day, ends all
    memberships and green tags on that day and closes open claims; 4. raises the revision and saves.
    The caller has checked the permission, and records the act afterwards.
    """
    if OrganisationState(organisation.state) not in FROM[state]:
        raise Impossible(
            _("“{name}” is in the state “{state}”; this is not possible then.").format(
                name=organisation.name, state=organisation.get_state_display()
            )
        )
    now = clock.now()
    organisation.state = state
    if state == OrganisationState.VERIFIED and not organisation.is_public:
        organisation.is_public = True
        organisation.verified_on, organisation.verified_at = on, now
    if state in ENDED:
        organisation.ended_on, organisation.ended_at = on, now
        _end_what_belongs_to(organisation, on, now)
    save(organisation)


def save(organisation: Organisation) -> None:
    """Save a locked row with the next revision."""
    organisation.revision += 1
    organisation.save()


def _end_what_belongs_to(organisation: Organisation, on: date, now: Any) -> None:
    standing = Membership.objects.unended().filter(organisation=organisation).select_for_update()
    term.end(standing, by=None, reason=f"organisation {organisation.state}", on=on)
    Claim.objects.filter(organisation=organisation, state=ClaimState.SENT).update(
        state=ClaimState.REPLACED, code_hash=""
    )
    Claim.objects.filter(organisation=organisation, state=ClaimState.DISPUTED).update(
        state=ClaimState.REJECTED,
        answer=_("The organisation has ended."),
        settled_at=now,
    )
    for tag in GreenTag.objects.filter(organisation=organisation, revoked_on__isnull=True):
        if tag.valid_to is None or tag.valid_to > on:
            tag.valid_to = max(on, tag.valid_from)
            tag.save(update_fields=["valid_to"])
    organisation.is_green = False
