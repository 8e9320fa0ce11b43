"""Who acts in the demonstration: its accounts, the firms that apply, the experts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from qinglan.parties.demonstration import ACCOUNTS, CLERKS
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import Expert, ExpertState, GreenTag, Membership, Organisation, User
from qinglan.programmes.cases.known_facts import months_between
from qinglan.programmes.models import Programme, Round


@dataclass
class Cast:
    """The people and organisations of one city; `territory` is its code."""

    territory: str

    @cached_property
    def users(self) -> dict[str, User]:
        """The demonstration accounts by their names, and the system."""
        names = [*(account.username for account in ACCOUNTS), CLERKS]
        found = {user.username: user for user in User.objects.filter(username__in=names)}
        return {**found, "system": system_user()}

    def __getitem__(self, name: str) -> User:
        return self.users[name]

    @cached_property
    def own(self) -> dict[int, User]:
        """By organisation the demonstration account that acts for it."""
        rows = Membership.objects.unended().filter(user__is_demonstration=True).select_related("user")
        return {row.organisation_id: row.user for row in rows.exclude(user__username=CLERKS)}

    @cached_property
    def firms(self) -> dict[str, list[Organisation]]:
        """The organisations of the city by kind, in an order in which neighbours differ."""
        rows = Organisation.objects.filter(
            territory__parent=self.territory, ended_on__isnull=True
        ) | Organisation.objects.filter(territory=self.territory, ended_on__isnull=True)
        found: dict[str, list[Organisation]] = {}
        for one in rows.select_related("territory", "contact").order_by("pk"):
            found.setdefault(one.kind, []).append(one)
        return found

    @cached_property
    def by_code(self) -> dict[str, Organisation]:
        """The organisations of the city by their codes."""
        return {one.code: one for every in self.firms.values() for one in every}

    def applicants(self, kinds: tuple[str, ...], turn: int) -> Iterator[Organisation]:
        """Organisations of these kinds, beginning elsewhere for each scheme; who has an account of its own is kept for stories."""
        every = [one for kind in kinds for one in self.firms.get(kind, ())]
        free = [one for one in every if one.pk not in self.own] or every
        start = turn * 7 % len(free) if free else 0
        yield from free[start:] + free[:start]

    def clerk(self, applicant: Organisation) -> User:
        """Who applies for the organisation."""
        return self.own.get(applicant.pk, self[CLERKS])

    @cached_property
    def green(self) -> set[int]:
        """Organisations with a green tag."""
        return set(GreenTag.objects.filter(revoked_on__isnull=True).values_list("organisation", flat=True))

    @cached_property
    def slugs(self) -> list[str]:
        """The schemes of the city."""
        return list(Programme.objects.filter(territory=self.territory).values_list("slug", flat=True))

    @cached_property
    def experts(self) -> list[Expert]:
        """The pool."""
        return list(Expert.objects.filter(state=ExpertState.IN_POOL).select_related("user").order_by("pk"))

    def facts(self, applicant: Organisation, one: Round, on: date) -> dict[str, Any]:
        """What the system knows about an applicant that holds nothing yet: as `known_facts.facts_about`."""
        known: dict[str, Any] = {
            "organisation.code": applicant.code,
            "organisation.name": applicant.name,
            "organisation.kind": applicant.kind,
            "organisation.territory": applicant.territory_id,
            "organisation.territory_name": applicant.territory.name_zh,
            "organisation.industry": applicant.industry,
            "organisation.contact_name": applicant.contact.contact_name,
            "organisation.contact_mobile": applicant.contact.contact_mobile,
            "organisation.legal_representative": applicant.contact.legal_representative,
            "organisation.verified": applicant.state == "verified",
            "organisation.ended": False,
            "organisation.green": applicant.pk in self.green,
            "programme.barred": False,
            "programme.holds": False,
            "programme.removed_before": False,
            "case.day": on.isoformat(),
            "round.year": str(one.year),
            "round.opens": one.opens_at.date().isoformat(),
            "round.closes": one.closes_at.date().isoformat(),
            **{f"holds.{slug.replace('-', '_')}": False for slug in self.slugs},
        }
        if applicant.registered_on:
            known["organisation.registered_on"] = applicant.registered_on.isoformat()
            known["organisation.months"] = str(months_between(applicant.registered_on, on))
        return {name: value for name, value in known.items() if value != ""}
