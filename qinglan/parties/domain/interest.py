"""Verbs on declared interests: declare, withdraw, state that there are no others.

`whose` is an expert or an account: an expert who has an account is the same person, and what is declared
for the one is stored for the account, so that it counts for him as a member of the staff too.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.expert_recorded import DECLARED, STATED, WITHDRAWN
from qinglan.parties.models.expert import Expert
from qinglan.parties.models.interest import Interest, InterestKind, InterestStatement
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.user import User

Person = Expert | User


@dataclass(frozen=True)
class Tie:
    """What is declared: the kind, one other side, and from when to when."""

    kind: str
    organisation: Organisation | None = None
    person: Person | None = None
    name: str = ""
    note: str = ""
    first: date | None = None
    last: date | None = None


@transaction.atomic
def declare_interest(*, acting_user: Any, whose: Person, tie: Tie) -> Interest:
    """Declare a tie. Raises Impossible (no or two other sides, with oneself, days), PermissionRefused."""
    _permit(acting_user, whose)
    _check(whose, tie)
    owner = columns_of(whose)
    other_user, other_expert = _other(tie.person)
    made = Interest.objects.create(
        **owner,
        kind=tie.kind,
        organisation=tie.organisation,
        other_user=other_user,
        other_expert=other_expert,
        other_name="" if tie.organisation or tie.person else " ".join(tie.name.split())[:120],
        note=tie.note[:300],
        first=tie.first,
        last=tie.last,
        declared_at=clock.now(),
        declared_by=acting_user,
    )
    _append(acting_user, whose, DECLARED, interest=made.pk, tie=tie.kind)
    return made


@transaction.atomic
def withdraw_interest(*, acting_user: Any, interest: Interest) -> Interest:
    """Take back a declaration made in error; a tie that is over gets its last day instead.

    Raises Impossible (withdrawn already), PermissionRefused.
    """
    whose = interest.user or interest.expert
    assert whose is not None
    _permit(acting_user, whose)
    held = Interest.objects.select_for_update().get(pk=interest.pk)
    if held.withdrawn_at is not None:
        raise Impossible(_("This declaration was withdrawn already."))
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at"])
    _append(acting_user, whose, WITHDRAWN, interest=held.pk)
    return held


@transaction.atomic
def state_no_other_interest(*, acting_user: Any, whose: Person) -> InterestStatement:
    """State that beside what stands declared there is no tie of any kind. Raises PermissionRefused."""
    _permit(acting_user, whose)
    made = InterestStatement.objects.create(
        **columns_of(whose), said_on=clock.today(), said_at=clock.now(), said_by=acting_user
    )
    _append(acting_user, whose, STATED, statement=made.pk)
    return made


def columns_of(whose: Person) -> dict[str, Any]:
    """Under which of the two columns the person stands: the account, where there is one."""
    if isinstance(whose, Expert):
        return {"user": whose.user} if whose.user_id else {"expert": whose}
    return {"user": whose}


def _permit(acting_user: Any, whose: Person) -> None:
    if isinstance(whose, Expert) and whose.user_id != acting_user.pk:
        permissions.require(acting_user, "interests.declare_for", whose)
        return
    permissions.require(acting_user, "interests.declare")
    owner = whose.user_id if isinstance(whose, Expert) else whose.pk
    if owner != acting_user.pk:
        raise permissions.PermissionRefused(
            "interests.declare", _("Everybody declares his own interests; an officer those of experts.")
        )


def _check(whose: Person, tie: Tie) -> None:
    if tie.kind not in InterestKind.values:
        raise Impossible(_("Choose the kind of tie."), field="kind")
    sides = (tie.organisation is not None) + (tie.person is not None)
    if sides > 1 or (not sides and not tie.name.strip()):
        raise Impossible(_("Say to whom: an organisation, a person on record, or a name."), field="name")
    if tie.first and tie.last and tie.last < tie.first:
        raise Impossible(_("The last day lies before the first."), field="last")
    other_user, other_expert = _other(tie.person)
    own = columns_of(whose)
    if tie.person is not None and (own.get("user"), own.get("expert")) == (other_user, other_expert):
        raise Impossible(_("Nobody has a tie with himself."), field="name")


def _other(person: Person | None) -> tuple[User | None, Expert | None]:
    if isinstance(person, Expert):
        return (person.user, None) if person.user_id else (None, person)
    return person, None


def _append(acting_user: Any, whose: Person, kind: str, **payload: Any) -> None:
    owner = columns_of(whose)
    name = f"user.{owner['user'].pk}" if "user" in owner else f"expert.{owner['expert'].pk}"
    events.append(stream=f"interests:{name}", kind=kind, payload=payload, actor=acting_user)
