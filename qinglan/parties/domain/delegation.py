"""Verbs on delegations: let a colleague stand in between two days, end that."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.web import dates
from qinglan.parties import holding, people_messages, people_recorded
from qinglan.parties.domain import term
from qinglan.parties.models import Assignment, Delegation, Membership, MembershipRole, User
from qinglan.parties.roles import BUSINESS, INSPECTOR, KEEPERS


@transaction.atomic
def delegate(
    *,
    acting_user: User,
    held: Assignment | Membership,
    deputy: User,
    valid_from: date,
    valid_to: date,
    reason: str,
) -> Delegation:
    """Let `deputy`, a colleague, act by what one holds oneself, from one day to another (both included).

    A colleague holds a role of the office, or belongs to the same organisation. What the three
    administrators, an external auditor or a signatory hold can't be delegated. What the deputy does is
    recorded in both names. Raises PermissionRefused (not one's own), Impossible with the field.
    """
    permissions.require(acting_user, "people.delegate", held)
    row = type(held).objects.select_for_update(of=("self",)).get(pk=held.pk)
    line = " ".join(reason.split())
    _check_held(row, valid_from, valid_to)
    _check_deputy(acting_user, row, deputy)
    if not line:
        raise Impossible(_("Say why: leave, a journey, a course."), field="reason")
    of = {"membership" if isinstance(row, Membership) else "assignment": row}
    term.end(
        Delegation.objects.run_out().filter(deputy=deputy, **of).select_for_update(of=("self",)),
        by=None,
        reason=term.RAN_OUT,
    )
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                deputy=deputy,
                valid_from=valid_from,
                valid_to=valid_to,
                basis=line[:200],
                given_by=acting_user,
                given_at=clock.now(),
                **of,
            )
    except IntegrityError as error:
        raise Impossible(
            _("%(name)s stands in for this role already. End that first.") % {"name": deputy}, field="deputy"
        ) from error
    people_recorded.delegation(acting_user, people_recorded.DELEGATED, made, reason=line)
    _tell(
        acting_user,
        people_messages.DELEGATED,
        made,
        [deputy],
        first=dates.day(valid_from),
        last=dates.day(valid_to),
    )
    return made


@transaction.atomic
def end_delegation(*, acting_user: User, delegation: Delegation, reason: str = "") -> Delegation:
    """End a delegation before its last day; both sides may. Raises PermissionRefused, Impossible (ended)."""
    permissions.require(acting_user, "people.end_delegation", delegation)
    row: Delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if row.ended_at is not None:
        raise Impossible(_("This delegation has ended already."))
    line = " ".join(reason.split()) or _("no longer needed")
    term.end([row], by=acting_user, reason=line)
    people_recorded.delegation(acting_user, people_recorded.DELEGATION_ENDED, row, reason=line)
    given_by = row.given_by
    assert given_by is not None
    others = [one for one in (given_by, row.deputy) if one.pk != acting_user.pk]
    _tell(acting_user, people_messages.DELEGATION_ENDED, row, others, deputy=str(row.deputy))
    return row


def can_be_delegated(row: Assignment | Membership) -> bool:
    """Whether the role is one that somebody may stand in for."""
    if isinstance(row, Membership):
        return row.role != MembershipRole.SIGNATORY
    return row.role not in (*KEEPERS, INSPECTOR)


def colleagues(row: Assignment | Membership) -> Any:
    """The people who may stand in: holders of business roles, or members of the same organisation."""
    if isinstance(row, Membership):
        return holding.people_of(row.organisation).exclude(pk=row.user_id)
    office = Assignment.objects.in_force().filter(role__in=[one for one in BUSINESS if one != INSPECTOR])
    return User.objects.filter(is_active=True, pk__in=office.values("user")).exclude(pk=row.user_id)


def _check_held(row: Assignment | Membership, first: date, last: date) -> None:
    today = clock.today()
    if row.ended_at is not None or (row.valid_to is not None and row.valid_to < today):
        raise Impossible(_("This role has ended already."))
    if not can_be_delegated(row):
        raise Impossible(
            _(
                "Nobody stands in for this role: an administrator of the site, an external auditor and a signatory act in person. Have another one named."
            )
        )
    if last < first or last < today:
        raise Impossible(_("The last day lies before the first, or has passed."), field="valid_to")
    if first < today:
        raise Impossible(
            _("The first day has passed. Nobody can be made a deputy afterwards."), field="valid_from"
        )
    if row.valid_to is not None and last > row.valid_to:
        raise Impossible(
            _("Your role ends on %(day)s; delegate it until then at most.")
            % {"day": dates.day(row.valid_to)},
            field="valid_to",
        )


def _check_deputy(acting_user: User, row: Assignment | Membership, deputy: User) -> None:
    if deputy.pk == acting_user.pk or not colleagues(row).filter(pk=deputy.pk).exists():
        raise Impossible(
            _("Choose a colleague: somebody with a role of the office, or of the same organisation."),
            field="deputy",
        )


def _tell(acting_user: Any, template: str, row: Delegation, people: list[User], **values: str) -> None:
    held = row.assignment or row.membership
    assert held is not None
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=template,
        values={"principal": str(row.given_by), "role": str(held.get_role_display()), **values},
        url="/account/places/",
    )
