"""The facts behind `experts.conflicts_of`: employment, declarations of both sides, and what is not known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from qinglan.parties.expert_lookback import Lookback
from qinglan.parties.models.expert import Expert, ExpertEmployer
from qinglan.parties.models.interest import Interest, InterestKind, InterestStatement
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_change import Succession
from qinglan.parties.models.organisation_membership import Membership
from qinglan.parties.models.user import User
from qinglan.parties.organisation_search import core_of, is_close

EMPLOYER = "employer"
Person = Expert | User
Whom = Organisation | Person


@dataclass
class Ties:
    """What is on record between `person` and `other` on the day `on`."""

    person: Person
    other: Whom
    on: date

    @cached_property
    def _rules(self) -> Lookback:
        return Lookback(self.on)

    @cached_property
    def _units(self) -> dict[int, str]:
        """Organisations for which the other side stands: itself and its successors, or its employers."""
        if isinstance(self.other, Organisation):
            links = Succession.objects.filter(Q(predecessor=self.other) | Q(successor=self.other))
            near = {key for pair in links.values_list("predecessor", "successor") for key in pair}
            rows = Organisation.objects.filter(pk__in=near | {self.other.pk})
            return {row.pk: row.name for row in rows.only("name")}
        return {pk: name for pk, name, last in self._employers(self.other) if pk and self._works(last)}

    def employment(self) -> Iterator[str]:
        """Units of the person that are the other side, or at which the other side works too."""
        told = set()
        for pk, name, last in self._employers(self.person):
            if pk is None or pk in told or pk not in self._units:
                continue
            if not self._rules.counts(EMPLOYER, last):
                continue
            told.add(pk)
            if last is None or last >= self.on:
                yield _("works at “{name}”").format(name=name)
            else:
                yield _("worked at “{name}” until {day}").format(name=name, day=last.isoformat())

    def declared(self) -> Iterator[tuple[str, str]]:
        """Ties that either side declared, and that still count."""
        for interest in self._interests(self.person):
            if self._is_other_side(interest):
                yield interest.kind, _("declared it: {kind}").format(kind=_words(interest))
        if isinstance(self.other, Organisation):
            return
        for interest in self._interests(self.other):
            if _names(interest, self.person):
                yield interest.kind, _("the other side declared it: {kind}").format(kind=_words(interest))

    def doubts(self) -> Iterator[tuple[str, str]]:
        """Kinds of which nobody can say that there is nothing, and why."""
        yield from self._doubtful_employers()
        for interest in self._interests(self.person):
            if interest.other_name and self._sounds_like(interest.other_name):
                yield (
                    interest.kind,
                    _(
                        "a tie to “{name}” is declared by name only; whether it is the same is not known"
                    ).format(name=interest.other_name),
                )
        said = InterestStatement.objects.filter(mine(self.person)).order_by("-said_on").first()
        if said is not None and self._rules.is_good(said.said_on):
            return
        why = (
            _("never stated whether there are such ties")
            if said is None
            else _("the statement of {day} is no longer good").format(day=said.said_on.isoformat())
        )
        for kind in InterestKind.values:
            yield kind, why

    def _doubtful_employers(self) -> Iterator[tuple[str, str]]:
        rows = self._employers(self.person)
        if not any(self._works(last) for _pk, _name, last in rows):
            yield EMPLOYER, _("no present employer is on record")
        for pk, name, last in rows:
            if pk is None and self._rules.counts(EMPLOYER, last) and self._sounds_like(name):
                yield (
                    EMPLOYER,
                    _("“{name}” is on record by name only; whether it is the same is not known").format(
                        name=name
                    ),
                )
        if not isinstance(self.other, Organisation) and not self._units:
            yield EMPLOYER, _("no present employer of the other side is on record")

    def _works(self, last: date | None) -> bool:
        return last is None or last >= self.on

    def _employers(self, person: Person) -> list[tuple[int | None, str, date | None]]:
        """Key and name of every unit of `person` that had begun by the day, with its last day."""
        found: list[tuple[int | None, str, date | None]] = []
        expert, user = sides(person)
        if expert is not None:
            rows = ExpertEmployer.objects.filter(expert=expert, valid_from__lte=self.on)
            found += [
                (row.organisation_id, str(row), row.valid_to) for row in rows.select_related("organisation")
            ]
        if user is not None:
            members = Membership.objects.filter(user=user, valid_from__lte=self.on)
            found += [
                (row.organisation_id, row.organisation.name, row.valid_to)
                for row in members.select_related("organisation")
            ]
        return found

    def _interests(self, person: Person) -> list[Interest]:
        rows = Interest.objects.filter(mine(person), withdrawn_at__isnull=True).filter(
            Q(first__isnull=True) | Q(first__lte=self.on)
        )
        return [row for row in rows if self._rules.counts(row.kind, row.last)]

    def _is_other_side(self, interest: Interest) -> bool:
        if isinstance(self.other, Organisation):
            return interest.organisation_id in self._units
        return _names(interest, self.other)

    def _sounds_like(self, name: str) -> bool:
        if isinstance(self.other, Organisation):
            return any(is_close(core_of(name), core_of(unit)) for unit in self._units.values())
        expert, user = sides(self.other)
        names = {expert.name if expert else "", user.display_name if user else ""} - {""}
        units = self._units.values()
        return name in names or any(is_close(core_of(name), core_of(unit)) for unit in units)


def sides(person: Person) -> tuple[Expert | None, User | None]:
    """The expert's record and the account of one person, each where there is one."""
    if isinstance(person, Expert):
        return person, person.user
    return Expert.objects.filter(user=person).first(), person


def mine(person: Person) -> Q:
    """Interests and statements of one person, under either of his two keys."""
    expert, user = sides(person)
    found = Q(pk__in=[])
    if expert is not None:
        found |= Q(expert=expert)
    return found | Q(user=user) if user is not None else found


def _names(interest: Interest, person: Person) -> bool:
    expert, user = sides(person)
    return (expert is not None and interest.other_expert_id == expert.pk) or (
        user is not None and interest.other_user_id == user.pk
    )


def _words(interest: Interest) -> str:
    return str(interest.get_kind_display())
