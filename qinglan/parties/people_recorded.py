"""What happens to memberships, assignments and delegations, as events.

Memberships stand in the stream ``organisation:<key>``, the roles of the office and delegations in
``account:<key>`` of the person concerned. People are named by their keys.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.parties.models import Assignment, Delegation, Invitation, Membership, Organisation, User

INVITED = events.register_kind(
    "people.invited",
    _("An organisation invited somebody: for which role, until when the invitation is good."),
).name
INVITATION_CLOSED = events.register_kind(
    "people.invitation-closed", _("An invitation was declined, withdrawn or ran out: which.")
).name
JOINED = events.register_kind(
    "people.role-in-organisation-given",
    _("A person was given a role in an organisation: who, which, until when, on what paper."),
).name
LEFT = events.register_kind(
    "people.role-in-organisation-ended", _("A person's role in an organisation ended: who, which, why.")
).name
HANDED_OVER = events.register_kind(
    "people.administration-handed-over",
    _("The administration of an organisation was handed to another member."),
).name
DELEGATED = events.register_kind(
    "people.delegated", _("A role was delegated for a time: which, to whom, from and until when, why.")
).name
DELEGATION_ENDED = events.register_kind(
    "people.delegation-ended", _("A delegation ended before its last day: whose, why.")
).name


def in_organisation(acting_user: Any, kind: str, organisation: Organisation, /, **payload: Any) -> None:
    """Append an event to the stream of an organisation."""
    events.append(stream=f"organisation:{organisation.pk}", kind=kind, payload=payload, actor=acting_user)


def membership(acting_user: Any, kind: str, row: Membership, /, **payload: Any) -> None:
    """Append that a role in an organisation was given or ended."""
    what = {"person": person(row.user_id), "role": row.role, "until": row.valid_to, "basis": row.basis}
    in_organisation(acting_user, kind, row.organisation, **what, **payload)


def invitation(acting_user: Any, kind: str, row: Invitation, /, **payload: Any) -> None:
    """Append what came of an invitation; the contact is nobody's business."""
    in_organisation(acting_user, kind, row.organisation, invitation=row.pk, role=row.role, **payload)


def delegation(acting_user: Any, kind: str, row: Delegation, /, **payload: Any) -> None:
    """Append a delegation to the stream of who delegates."""
    held = row.assignment or row.membership
    assert held is not None
    events.append(
        stream=f"account:{row.given_by_id}",
        kind=kind,
        payload={
            "to": person(row.deputy_id),
            "role": held.role,
            "organisation": held.organisation_id,
            "from": row.valid_from,
            "until": row.valid_to,
            **payload,
        },
        actor=acting_user,
    )


def scope(row: Assignment) -> dict[str, Any]:
    """The scope of an assignment as it stands in an event; nothing for the whole city."""
    parts = {"organisation": row.organisation_id, "territory": row.territory_id, "until": row.valid_to}
    return {key: value for key, value in parts.items() if value is not None}


def person(key: int | User) -> str:
    """How a person stands in an event."""
    return f"user:{key.pk if isinstance(key, User) else key}"
