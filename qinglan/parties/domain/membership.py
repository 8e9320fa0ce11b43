"""Verbs on memberships: give and end a role, take somebody out, leave, hand the administration over.

Every verb locks the organisation first: of two administrators who leave at once, the second stays.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties import holding, people_messages, people_recorded
from qinglan.parties.domain import term
from qinglan.parties.domain.organisation_checks import live
from qinglan.parties.leaving import Leaving, hand_over
from qinglan.parties.models import Membership, MembershipRole, Organisation, User


@transaction.atomic
def give_role(
    *,
    acting_user: Any,
    organisation: Organisation,
    person: User,
    role: str,
    valid_to: date | None = None,
    basis: str = "",
) -> Membership:
    """Give a member of the organisation a further role, until `valid_to` (open). A signatory needs a paper.

    Raises PermissionRefused, Impossible (no member, holds it, a last day that has passed, no paper).
    """
    permissions.require(acting_user, "people.give_role", organisation)
    row = live(locked(organisation))
    if not _standing(row, person).exists():
        raise Impossible(_("%(name)s is not a member. Invite the person first.") % {"name": person})
    made: Membership = add(acting_user, row, person, role, valid_to=valid_to, basis=basis)
    people_recorded.membership(acting_user, people_recorded.JOINED, made)
    _tell(acting_user, people_messages.ROLE_GIVEN, made, giver=str(acting_user))
    return made


@transaction.atomic
def end_role(*, acting_user: Any, membership: Membership, reason: str) -> Membership:
    """End one role of a person in an organisation; with the last one the person has left.

    Raises PermissionRefused, Impossible (ended already, no reason, the last administrator).
    """
    permissions.require(acting_user, "people.end_role", membership)
    organisation = locked(membership.organisation)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user")
    row: Membership = rows.get(pk=membership.pk)
    row.organisation = organisation
    if row.ended_at is not None:
        raise Impossible(_("This role has ended already."))
    rest = _standing(organisation, row.user).exclude(pk=row.pk)
    _end(acting_user, organisation, [row], reason, hand_to=None, leaves=not rest.exists())
    return row


@transaction.atomic
def remove_member(
    *, acting_user: Any, organisation: Organisation, person: User, reason: str, hand_to: User | None = None
) -> int:
    """End all roles of `person` in the organisation, and hand what he has in hand to `hand_to`, or back to all.

    Returns how many open items changed hands. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "people.end_role", organisation)
    return _take_out(acting_user, organisation, person, reason, hand_to)


@transaction.atomic
def leave(*, acting_user: User, organisation: Organisation, hand_to: User | None = None) -> int:
    """Leave an organisation; returns how many open items changed hands.

    Raises PermissionRefused (no member), Impossible (the last administrator).
    """
    permissions.require(acting_user, "people.leave", organisation)
    return _take_out(acting_user, organisation, acting_user, _("left"), hand_to)


@transaction.atomic
def hand_over_administration(*, acting_user: User, organisation: Organisation, to: User) -> Membership:
    """Make another member the administrator; who hands over stays a member.

    Raises PermissionRefused, Impossible (no member, oneself, no administrator of one's own right).
    """
    permissions.require(acting_user, "people.hand_over", organisation)
    row = live(locked(organisation))
    if to.pk == acting_user.pk or not holding.people_of(row).filter(pk=to.pk).exists():
        raise Impossible(_("Choose another member of the organisation."), field="to")
    own = list(_standing(row, acting_user, MembershipRole.ADMINISTRATOR).select_for_update(of=("self",)))
    if _standing(row, to, MembershipRole.ADMINISTRATOR).exists():
        made: Membership = _standing(row, to, MembershipRole.ADMINISTRATOR).get()
    else:
        made = add(acting_user, row, to, MembershipRole.ADMINISTRATOR)
    term.end(own, by=acting_user, reason=_("handed over"))
    if not _standing(row, acting_user, MembershipRole.MEMBER).exists():
        add(acting_user, row, acting_user, MembershipRole.MEMBER)
    people_recorded.in_organisation(
        acting_user, people_recorded.HANDED_OVER, row, to=people_recorded.person(to)
    )
    _tell(acting_user, people_messages.ROLE_GIVEN, made, giver=str(acting_user))
    return made


def locked(organisation: Organisation) -> Organisation:
    """The row of the organisation, locked: the first thing that every verb on its people does."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def add(
    acting_user: Any,
    organisation: Organisation,
    person: User,
    role: str,
    *,
    valid_to: date | None = None,
    basis: str = "",
) -> Membership:
    """Begin a role today, within the caller's transaction, which holds the lock. Raises Impossible."""
    now = clock.now()
    today = now.astimezone(clock.SHANGHAI).date()
    if role not in MembershipRole.values:
        raise Impossible(_("There is no such role."), field="role")
    if valid_to is not None and valid_to < today:
        raise Impossible(_("The last day has passed already. Choose a later one, or none."), field="valid_to")
    if role == MembershipRole.SIGNATORY and not basis.strip():
        raise Impossible(
            _("Name the paper by which the organisation authorises its signatory: title, number, date."),
            field="basis",
        )
    if not person.is_active:
        raise Impossible(_("The account of %(name)s is closed.") % {"name": person})
    if holding.is_keeper(person):
        raise Impossible(
            _("%(name)s administers this site: the three administrators do no business.") % {"name": person}
        )
    run_out = Membership.objects.run_out().filter(organisation=organisation, user=person)
    term.end(run_out.select_for_update(of=("self",)), by=None, reason=term.RAN_OUT)
    if Membership.objects.unended().filter(organisation=organisation, user=person, role=role).exists():
        raise Impossible(_("%(name)s holds this role already.") % {"name": person}, field="role")
    made: Membership = Membership.objects.create(
        organisation=organisation,
        user=person,
        role=role,
        valid_from=today,
        valid_to=valid_to,
        basis=basis.strip()[:200],
        given_by=acting_user,
        given_at=now,
    )
    return made


def keep_an_administrator(organisation: Organisation, leaving: Iterable[Membership]) -> None:
    """Raise Impossible when no active administrator would be left, in a locked organisation."""
    rows = Membership.objects.in_force().filter(
        organisation=organisation, role=MembershipRole.ADMINISTRATOR, user__is_active=True
    )
    gone = {row.pk for row in leaving}
    standing = {row.pk for row in rows}
    if standing & gone and not standing - gone:
        raise Impossible(
            _(
                "This is the last administrator of “%(name)s”. Hand the administration over first; if there is nobody, ask the office."
            )
            % {"name": organisation.name}
        )


def _take_out(
    acting_user: Any, organisation: Organisation, person: User, reason: str, hand_to: User | None
) -> int:
    row = locked(organisation)
    rows = list(
        Membership.objects.unended()
        .filter(organisation=row, user=person)
        .select_for_update(of=("self",))
        .select_related("user")
    )
    if not rows:
        raise Impossible(_("%(name)s is no longer a member.") % {"name": person})
    if hand_to is not None and (
        hand_to.pk == person.pk or not holding.people_of(row).filter(pk=hand_to.pk).exists()
    ):
        raise Impossible(_("Choose another member of the organisation."), field="hand_to")
    return _end(acting_user, row, rows, reason, hand_to=hand_to, leaves=True)


def _end(
    acting_user: Any,
    organisation: Organisation,
    rows: list[Membership],
    reason: str,
    *,
    hand_to: User | None,
    leaves: bool,
) -> int:
    line = " ".join(reason.split())
    if not line:
        raise Impossible(_("Say why."), field="reason")
    person = rows[0].user
    if holding.administers(acting_user, organisation) or person.pk == acting_user.pk:
        keep_an_administrator(organisation, rows)
    term.end(rows, by=acting_user, reason=line)
    moved = hand_over(Leaving(person, organisation=organisation), hand_to, acting_user)
    for row in rows:
        row.organisation = organisation
        people_recorded.membership(acting_user, people_recorded.LEFT, row, reason=line, left=leaves)
        if person.pk != acting_user.pk:
            _tell(acting_user, people_messages.ROLE_ENDED, row, ender=str(acting_user), reason=line)
    return moved


def _standing(organisation: Organisation, person: User, *roles: str) -> Any:
    rows = Membership.objects.in_force().filter(organisation=organisation, user=person)
    return rows.filter(role__in=roles) if roles else rows


def _tell(acting_user: Any, template: str, row: Membership, **values: str) -> None:
    send_message(
        acting_user=acting_user,
        recipients=[row.user],
        template=template,
        values={"organisation": row.organisation.name, "role": row.get_role_display(), **values},
        url="/account/places/",
    )
