"""Who follows an award: its holder's people, and the offices of the scheme's or the holder's territory."""

from typing import Any

from django.db.models import Q, QuerySet
from rules.predicates import is_active, predicate

from qinglan.kernel.roles import is_the_system
from qinglan.parties.holding import holds_in, organisations_represented_by, represents, territories_of
from qinglan.programmes.models import Award
from qinglan.programmes.seeing import OFFICES


@predicate  # type: ignore[untyped-decorator]
def holds_award(user: Any, award: Award | None) -> bool:
    """Does business for the holder of the award."""
    return award is not None and represents(user, award.holder_id)


@predicate  # type: ignore[untyped-decorator]
def in_its_office(user: Any, award: Award | None) -> bool:
    """An office of the scheme's whole territory, or of the holder's district."""
    return award is not None and (
        holds_in(user, OFFICES, award.programme.territory_id)
        or holds_in(user, OFFICES, award.holder.territory_id)
    )


follows_award = is_the_system | (is_active & (holds_award | in_its_office))


def awards_followed_by(user: Any) -> QuerySet[Award]:
    """The awards that `user` follows: the twin of `follows_award`."""
    if is_the_system.test(user):
        return Award.objects.all()
    if not getattr(user, "is_active", False):
        return Award.objects.none()
    places = territories_of(user, *OFFICES)
    return Award.objects.filter(
        Q(holder__in=organisations_represented_by(user))
        | Q(programme__territory__in=places)
        | Q(holder__territory__in=places)
    )
