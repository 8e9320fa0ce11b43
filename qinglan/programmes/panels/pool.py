"""Who may be drawn for which cases: the pool on a day, with the ties that are known and those that are not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from qinglan.parties import experts
from qinglan.parties.experts import conflicts_of
from qinglan.parties.fields import Field
from qinglan.parties.models import (
    Expert,
    ExpertEmployer,
    Interest,
    Membership,
    Organisation,
    Succession,
    User,
)
from qinglan.programmes.models import Case


@dataclass
class Candidate:
    """An expert of the pool: by key of a case the kind of tie that is known; kinds nobody can deny."""

    expert: Expert
    known: dict[int, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)


def candidates(fields: Iterable[Field], on: date, cases: Sequence[Case]) -> list[Candidate]:
    """The pool for these cases on the day `on`; nobody is left out here.

    `conflicts_of` is asked for each expert once, and again for each case where something on record could tie
    him to its applicant: his units, what he declared, and names that may be the same.
    """
    people = list(experts.pool(fields, on).select_related("user"))
    if not cases:
        return [Candidate(one) for one in people]
    units, by_name = _records(people)
    near = {case.pk: _near(case.applicant) for case in cases}
    found = []
    for one in people:
        candidate = Candidate(one)
        asked_generally = False
        for case in cases:
            tied = one.pk in by_name or bool(units.get(one.pk, set()) & near[case.pk])
            if not tied and asked_generally:
                continue
            asked_generally = asked_generally or not tied
            _enter(candidate, case, on)
        found.append(candidate)
    return found


def staff_ties(user: User, cases: Sequence[Case], on: date) -> tuple[dict[int, str], set[str]]:
    """Of a member of the staff: by key of a case the kind that is known; kinds that are unknown."""
    known: dict[int, str] = {}
    unknown: set[str] = set()
    for case in cases:
        for tie in conflicts_of(user, case.applicant, on):
            if tie.certainty == "known":
                known.setdefault(case.pk, tie.kind)
            else:
                unknown.add(tie.kind)
    return known, unknown


def known_tie(expert: Expert, case: Case, on: date) -> str:
    """The kind of a tie that is on record between an expert and a case's applicant; “” where none is."""
    for tie in conflicts_of(expert, case.applicant, on):
        if tie.certainty == "known":
            return tie.kind
    return ""


def is_available(expert: Expert, on: date) -> bool:
    """Whether he still is in the pool and not absent on the day."""
    return experts.pool((), on).filter(pk=expert.pk).exists()


def _enter(candidate: Candidate, case: Case, on: date) -> None:
    for tie in conflicts_of(candidate.expert, case.applicant, on):
        if tie.certainty == "known":
            candidate.known.setdefault(case.pk, tie.kind)
        else:
            candidate.unknown.add(tie.kind)


def _near(applicant: Organisation) -> set[int]:
    links = Succession.objects.filter(Q(predecessor=applicant) | Q(successor=applicant))
    return {key for pair in links.values_list("predecessor", "successor") for key in pair} | {applicant.pk}


def _records(people: Sequence[Expert]) -> tuple[dict[int, set[int]], set[int]]:
    """By expert the organisations on record with him; the experts with names that aren't on record as such."""
    keys = [one.pk for one in people]
    by_user = {one.user_id: one.pk for one in people if one.user_id}
    units: dict[int, set[int]] = {}
    by_name: set[int] = set()

    def enter(expert: int, organisation: int | None) -> None:
        if organisation is None:
            by_name.add(expert)
        else:
            units.setdefault(expert, set()).add(organisation)

    for expert, unit in ExpertEmployer.objects.filter(expert__in=keys).values_list("expert", "organisation"):
        enter(expert, unit)
    for user, unit in Membership.objects.filter(user__in=by_user).values_list("user", "organisation"):
        enter(by_user[user], unit)
    declared = Interest.objects.filter(
        Q(expert__in=keys) | Q(user__in=by_user), withdrawn_at__isnull=True
    ).values_list("expert", "user", "organisation")
    for own, user, unit in declared:
        enter(own or by_user[user], unit)
    return units, by_name
