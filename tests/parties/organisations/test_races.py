"""Two at once: first the race without the lock, then what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.parties.domain import organisation_claim as claims
from qinglan.parties.domain.organisation import verify_organisation
from qinglan.parties.domain.organisation_succession import merge_organisation
from qinglan.parties.models import Claim, Membership, Organisation, OrganisationChange
from tests.parties.organisations.made import DAY, person_account, preloaded, verified

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread of its own; their results, a refusal as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            with translation.override("en"):
                return act()
        except (StaleEdit, Impossible) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_without_the_lock_two_officers_verify_the_same_organisation_twice(city: Any, officer: Any) -> None:
    one = preloaded(officer)
    both_have_read = Barrier(2, timeout=10)

    def naive(basis: str) -> str:
        with transaction.atomic():
            read = Organisation.objects.get(pk=one.pk)
            assert read.state == "preloaded"
            both_have_read.wait()
            Organisation.objects.filter(pk=one.pk).update(state="verified", is_public=True, verified_on=DAY)
            OrganisationChange.objects.create(
                organisation=one, kind="verified", happened_on=DAY, basis=basis, acting_user=officer, recorded_at=clock.now()
            )  # fmt: skip
        return "verified"

    assert at_once([lambda: naive("a"), lambda: naive("b")]) == ["verified", "verified"]
    assert OrganisationChange.objects.filter(kind="verified").count() == 2  # Both believe it was theirs.


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_verifications_at_once_one_wins_and_one_is_told(city: Any, officer: Any, attempt: int) -> None:
    one = preloaded(officer)
    seen = [Organisation.objects.select_related("territory").get(pk=one.pk) for _ in range(2)]
    start = Barrier(2, timeout=10)

    def verify(mine: Organisation) -> str:
        start.wait()
        return verify_organisation(acting_user=officer, organisation=mine, on=DAY, basis="x").state

    results = at_once([lambda: verify(seen[0]), lambda: verify(seen[1])])
    assert sorted(results, key=str) == [StaleEdit, "verified"]
    assert OrganisationChange.objects.filter(kind="verified").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_that_are_merged_into_each_other_at_once_leave_one(city: Any, officer: Any, attempt: int) -> None:
    one, two = verified(officer, 1), verified(officer, 2)
    start = Barrier(2, timeout=10)

    def merge(mine: Organisation, into: Organisation) -> str:
        start.wait()
        return merge_organisation(acting_user=officer, organisation=mine, into=into, on=DAY, basis="x").state

    results = at_once([lambda: merge(one, two), lambda: merge(two, one)])
    assert results.count("merged") == 1
    assert sorted(Organisation.objects.values_list("state", flat=True)) == ["merged", "verified"]


@pytest.mark.parametrize("attempt", range(3))
def test_claimed_twice_at_once_it_has_one_administrator(city: Any, officer: Any, attempt: int) -> None:
    one = preloaded(officer)
    people = [person_account("first"), person_account("second")]
    made = []
    for user in people:
        claim = Claim.objects.create(
            organisation=one, user=user, state="sent", created_at=clock.now(), expires_at=clock.now() + timedelta(minutes=5)
        )  # fmt: skip
        claim.code_hash = claims._hash(claim, "123456")
        claim.save()
        made.append(claim)
    start = Barrier(2, timeout=10)

    def confirm(index: int) -> str:
        start.wait()
        return claims.confirm_claim(acting_user=people[index], claim=made[index], code="123456").state

    results = at_once([lambda: confirm(0), lambda: confirm(1)])
    assert results.count("claimed") == 1
    assert Membership.objects.count() == 1
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["granted", "replaced"]


def test_without_the_lock_a_code_could_be_used_twice(city: Any, officer: Any) -> None:
    one = preloaded(officer)
    people = [person_account("first"), person_account("second")]
    both_have_looked = Barrier(2, timeout=10)

    def naive(user: Any) -> str:
        with transaction.atomic():
            assert not Membership.objects.filter(organisation=one, valid_to__isnull=True).exists()
            both_have_looked.wait()
            Membership.objects.create(organisation=one, user=user, role="member", valid_from=DAY)
        return "granted"

    assert at_once([lambda: naive(people[0]), lambda: naive(people[1])]) == ["granted", "granted"]
    assert Membership.objects.count() == 2  # Each had looked before the other wrote.
