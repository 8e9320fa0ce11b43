"""What happens to organisations, as rows of their history, events and changes in the same transaction.

Each organisation has a stream ``organisation:<key>``; a roster that was brought in has one event in
``organisations:roster``.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, events, outbox
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_change import ChangeKind, OrganisationChange
from qinglan.parties.todos import follow

_SAYS = {
    ChangeKind.REGISTERED: _("An officer entered an organisation: code, name, kind, territory."),
    ChangeKind.EDITED: _("Particulars were changed: which fields, without personal data."),
    ChangeKind.CLAIMED: _(
        "A person proved by a code to the number on record that he acts for an organisation."
    ),
    ChangeKind.HANDED_OVER: _(
        "An officer made another person the organisation's administrator, with the reason."
    ),
    ChangeKind.VERIFIED: _("An officer compared the organisation with a document, named as the basis."),
    ChangeKind.SUSPENDED: _("An officer suspended an organisation, with the basis."),
    ChangeKind.RESUMED: _("A suspension ended, with the basis."),
    ChangeKind.RENAMED: _("An organisation bears another name: old, new, from which day, on what basis."),
    ChangeKind.CODED: _("An organisation has another code: old, new, on what basis."),
    ChangeKind.MERGED: _("An organisation was merged into another, named by its key."),
    ChangeKind.ABSORBED: _("An organisation took over another, named by its key."),
    ChangeKind.SPLIT: _("An organisation was split: into which, and whether it goes on."),
    ChangeKind.SPLIT_OFF: _("An organisation came out of a split of another, named by its key."),
    ChangeKind.CANCELLED: _("An organisation was cancelled in the register."),
    ChangeKind.TAGGED: _("A green tag was given: ground, basis, share, first and last day."),
    ChangeKind.UNTAGGED: _("A green tag was revoked, with the reason."),
}
KINDS = {
    kind: events.register_kind(f"organisations.{kind.value.replace('_', '-')}", says).name
    for kind, says in _SAYS.items()
}
ROSTER = events.register_kind(
    "organisations.roster-applied",
    _("A roster was brought in: name and hash of the file, how many organisations are new or changed."),
).name
CHANGED = outbox.register_kind(
    "organisations.changed", _("An organisation changed; the key is its number, or “roster” for many.")
).name
events.register_prefix("organisation", _("Organisations"))
events.register_prefix("organisations", _("Rosters of organisations"))


def record(
    acting_user: Any,
    kind: ChangeKind,
    organisation: Organisation,
    *,
    on: date,
    basis: str = "",
    detail: str = "",
    **payload: Any,
) -> OrganisationChange:
    """Add a row to the history of `organisation`, append the event, queue that it changed, and open or
    close what officers have to do with it.
    """
    change = OrganisationChange.objects.create(
        organisation=organisation,
        kind=kind,
        happened_on=on,
        basis=basis,
        detail=detail[:500],
        acting_user=acting_user,
        recorded_at=clock.now(),
    )
    content = {"code": organisation.code, "name": organisation.name, "on": on, "basis": basis, **payload}
    events.append(
        stream=f"organisation:{organisation.pk}", kind=KINDS[kind], payload=content, actor=acting_user
    )
    outbox.enqueue(CHANGED, str(organisation.pk))
    follow(acting_user, organisation, KINDS[kind])
    return change
