"""Whom a draw may take, and what keeps a person from dealing with somebody: read by the floors above.

Nothing here decides: a caller excludes what is known, and asks a person about what is unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from qinglan.parties.expert_ties import EMPLOYER, Ties, Whom
from qinglan.parties.fields import Field
from qinglan.parties.models.expert import Expert, ExpertAbsence, ExpertField, ExpertState
from qinglan.parties.models.interest import InterestKind
from qinglan.parties.models.user import User

Certainty = Literal["known", "unknown"]


@dataclass(frozen=True)
class Conflict:
    """One ground of recusal. `kind` is ``employer`` or an `InterestKind`; `reason` is for people.

    Known: it is on record. Unknown: nobody can say that there is none, and the reason says why not.
    """

    kind: str
    certainty: Certainty
    reason: str


def pool(fields: Iterable[Field], on: date) -> QuerySet[Expert]:
    """Experts of the pool with one of `fields` (all experts for none) who are available on the day `on`.

    Ordered by key, so that a draw from a published seed finds the same order again.
    """
    rows = Expert.objects.filter(state=ExpertState.IN_POOL)
    wanted = Q()
    for family, code in fields:
        wanted |= Q(family=family, code=code)
    if wanted:
        rows = rows.filter(Exists(ExpertField.objects.filter(wanted, expert=OuterRef("pk"))))
    away = ExpertAbsence.objects.filter(expert=OuterRef("pk"), first__lte=on, last__gte=on)
    return rows.filter(~Exists(away)).order_by("pk")


def conflicts_of(person: Expert | User, other: Whom, on: date) -> list[Conflict]:
    """What is known or unknown between `person` and `other` (an organisation or a person) on the day `on`.

    `person` is an expert or a member of the staff. An empty list says that he stated to have no ties,
    that the statement is still good, and that his employers are on record: no ground is known and none
    is unknown.
    """
    ties = Ties(person, other, on)
    found = [Conflict(EMPLOYER, "known", reason) for reason in ties.employment()]
    found += [Conflict(kind, "known", reason) for kind, reason in ties.declared()]
    known = {conflict.kind for conflict in found}
    for kind, reason in ties.doubts():
        if kind not in known:
            found.append(Conflict(kind, "unknown", reason))
    order = [EMPLOYER, *InterestKind.values]
    return sorted(found, key=lambda one: (one.certainty != "known", order.index(one.kind)))
