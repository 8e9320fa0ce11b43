"""Who holds which role with which scope: asked of the floors above through one hook each way.

The kernel itself knows the groups of accounts: a group is a role without limits. A floor above registers
what it knows besides (memberships, assignments with a scope), or takes the kernel's place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from qinglan.kernel.todos.addressee import Addressee


@dataclass(frozen=True)
class Holding:
    """A role that somebody holds now.

    `territories` holds the codes of all territories of his scope, those below included; None is the whole
    city. `organisation` limits it to one (a department, his own firm); None is no limit. Who `leads` sees
    what the holders have in hand, and hands it over; where he does not do (`does`) the work himself,
    nothing of it is due from him.
    """

    role: str
    organisation: int | None = None
    territories: frozenset[str] | None = None
    leads: bool = False
    does: bool = True

    def condition(self) -> Q:
        """The to-dos that are for this holding."""
        found = Q(role=self.role)
        if self.territories is not None:
            found &= Q(territory__in=sorted(self.territories))
        if self.organisation is not None:
            found &= Q(organisation_key=self.organisation)
        return found

    def covers(self, to: Addressee) -> bool:
        """The twin of `condition` for one addressee."""
        return (
            to.role == self.role
            and (self.territories is None or to.territory in self.territories)
            and (self.organisation is None or to.organisation == self.organisation)
        )


HoldingsOf = Callable[[Any], Iterable[Holding]]
HoldersOf = Callable[[Addressee], Q]
_holdings: dict[str, HoldingsOf] = {}
_holders: dict[str, HoldersOf] = {}


def register_holdings(name: str, holdings: HoldingsOf, holders: HoldersOf) -> None:
    """Enter a source of holdings: those of a user, and (as a condition on accounts) who holds an address.

    Both must agree. A constant number of queries each. The same name again replaces the source.
    """
    _holdings[name], _holders[name] = holdings, holders


def holdings_of(user: Any) -> list[Holding]:
    """All that `user` holds now; nothing for a stranger or a closed account."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return []
    return [one for source in _holdings.values() for one in source(user)]


def holders_of(to: Addressee) -> Any:
    """The active accounts of people for whom a to-do with this addressee is, in the order of their keys."""
    people = get_user_model()._default_manager.filter(is_active=True, is_system=False)
    if to.user is not None:
        return people.filter(pk=to.user)
    condition = Q(pk__in=())
    for source in _holders.values():
        condition |= source(to)
    return people.filter(condition).distinct().order_by("pk")


def _groups_of(user: Any) -> list[Holding]:
    return [Holding(name) for name in user.groups.values_list("name", flat=True)]


def _in_group(to: Addressee) -> Q:
    return Q(groups__name=to.role)


register_holdings("groups", _groups_of, _in_group)
