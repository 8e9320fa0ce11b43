"""Verbs on the roles of the office: give one at a scope, end one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties import account_events, people_messages, people_recorded
from qinglan.parties.account_rules import Handing
from qinglan.parties.domain import term
from qinglan.parties.domain.account import keep_one
from qinglan.parties.leaving import Leaving, hand_over
from qinglan.parties.models import Assignment, Membership, Organisation, Session, User
from qinglan.parties.roles import INSPECTOR, KEEPERS, TABLE


@dataclass(frozen=True)
class Scope:
    """Where a role counts: a territory with all in it, an organisation, both; empty is the whole city."""

    territory: Territory | None = None
    organisation: Organisation | None = None


WHOLE_CITY = Scope()


@transaction.atomic
def give_assignment(
    *,
    acting_user: Any,
    account: User,
    role: str,
    scope: Scope = WHOLE_CITY,
    valid_from: date | None = None,
    valid_to: date | None = None,
    purpose: str = "",
    basis: str = "",
) -> Assignment:
    """Give `account` a role of the office at `scope`, from `valid_from` (today) to `valid_to` (open).

    One of the three administrators holds no other role and belongs to no organisation; an external auditor
    needs a purpose and a last day. The account's sessions end, so that he logs in as what he is now. Raises
    PermissionRefused (to oneself, a role or scope beyond one's own), Impossible with the field.
    """
    territory = scope.territory.pk if scope.territory is not None else None
    unit = scope.organisation.pk if scope.organisation is not None else None
    if role not in TABLE:
        raise Impossible(_("There is no such role."), field="role")
    permissions.require(acting_user, "parties.give_role", Handing(account, role, territory, unit))
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    today = clock.today()
    first = valid_from or today
    _check(role, scope, first, valid_to, purpose, today)
    _check_account(held, role)
    try:
        with transaction.atomic():
            row = Assignment.objects.create(
                user=held,
                role=role,
                territory=scope.territory,
                organisation=scope.organisation,
                valid_from=first,
                valid_to=valid_to,
                purpose=purpose.strip()[:300],
                basis=basis.strip()[:200],
                given_by=acting_user,
                given_at=clock.now(),
            )
    except IntegrityError as error:
        raise _refusal(error) from error
    Session.objects.filter(user=held).delete()
    account_events.record(
        acting_user, account_events.ROLE_GIVEN, held, role=role, **people_recorded.scope(row)
    )
    _tell(acting_user, people_messages.OFFICE_GIVEN, row, giver=str(acting_user))
    return row


@transaction.atomic
def end_assignment(
    *, acting_user: Any, assignment: Assignment, reason: str, hand_to: User | None = None
) -> int:
    """End a role of the office; what its holder has in hand goes to `hand_to`, or back to all who hold it.

    His sessions end. Returns how many open items changed hands. Raises PermissionRefused, Impossible (ended
    already, no reason, last administrator of its kind).
    """
    permissions.require(acting_user, "people.end_assignment", assignment)
    held = User.objects.select_for_update(no_key=True).get(pk=assignment.user_id)
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    line = " ".join(reason.split())
    if row.ended_at is not None:
        raise Impossible(_("This role has ended already."))
    if not line:
        raise Impossible(_("Say why."), field="reason")
    row.user = held
    keep_one(row.role, held)
    term.end([row], by=acting_user, reason=line)
    moved = hand_over(Leaving(held, assignment=row), hand_to, acting_user)
    Session.objects.filter(user=held).delete()
    account_events.record(
        acting_user, account_events.ROLE_TAKEN, held, role=row.role, reason=line, **people_recorded.scope(row)
    )
    if held.pk != acting_user.pk:
        _tell(acting_user, people_messages.OFFICE_ENDED, row, reason=line)
    return moved


def _check(role: str, scope: Scope, first: date, last: date | None, purpose: str, today: date) -> None:
    if last is not None and last < max(first, today):
        raise Impossible(_("The last day lies before the first, or has passed."), field="valid_to")
    if role in KEEPERS and scope != WHOLE_CITY:
        raise Impossible(
            _("The three administrators have no scope: they serve the whole site."), field="role"
        )
    for part in TABLE[role].needs:
        if getattr(scope, part) is None:
            raise Impossible(_("This role is held for one department, desk or office: name it."), field=part)
    if scope.organisation is not None and scope.organisation.has_ended:
        raise Impossible(_("“%(name)s” has ended.") % {"name": scope.organisation.name}, field="organisation")
    if role == INSPECTOR and (last is None or not purpose.strip()):
        raise Impossible(
            _("An external auditor reads for a stated purpose until a stated day: give both."),
            field="valid_to" if last is None else "purpose",
        )


def _check_account(held: User, role: str) -> None:
    if not held.is_active or held.is_system:
        raise Impossible(_("This account is closed. Open it again first."))
    run_out = Assignment.objects.run_out().filter(user=held)
    term.end(run_out.select_for_update(of=("self",)), by=None, reason=term.RAN_OUT)
    others = {row.role for row in Assignment.objects.unended().filter(user=held)}
    if others and (role in KEEPERS or others & set(KEEPERS)):
        if role in others:
            raise Impossible(_("The account holds this role already."), field="role")
        raise Impossible(
            _(
                "An administrator holds one role only: system, security and audit administrator are three people, and none of them does the business of the office."
            ),
            field="role",
        )
    if role in KEEPERS and Membership.objects.in_force().filter(user=held).exists():
        raise Impossible(
            _("%(name)s acts for an organisation: the three administrators do no business.") % {"name": held},
            field="role",
        )


def _refusal(error: IntegrityError) -> Impossible:
    if "one_standing_assignment" in str(error):
        return Impossible(_("The account holds this role already."), field="role")
    if "administrators_are_three_people" in str(error):
        return Impossible(_("System, security and audit administrator are three people."), field="role")
    raise error


def scope_words(row: Assignment) -> str:
    """The scope of an assignment in the reader's language."""
    parts = [str(part) for part in (row.organisation, row.territory) if part is not None]
    return " · ".join(parts) or _("the whole city")


def _tell(acting_user: Any, template: str, row: Assignment, **values: str) -> None:
    send_message(
        acting_user=acting_user,
        recipients=[row.user],
        template=template,
        values={"role": row.get_role_display(), "scope": scope_words(row), **values},
        url="/account/places/",
    )
