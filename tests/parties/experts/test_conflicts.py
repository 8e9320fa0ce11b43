"""Whom a draw may take, and what is known, unknown or ruled out between two sides."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.expert_record import add_absence, add_employer, end_employer
from qinglan.parties.domain.interest import Tie, declare_interest, state_no_other_interest, withdraw_interest
from qinglan.parties.experts import Conflict, conflicts_of, pool
from qinglan.parties.models import Expert, Interest
from tests.parties.experts.made import admitted, applied
from tests.parties.organisations.made import person_account, verified
from tests.support.people import join

KINDS = ["kinship", "adviser", "co_author", "co_owner", "other"]


def brief(found: list[Conflict]) -> list[tuple[str, str]]:
    return [(one.kind, one.certainty) for one in found]


def test_pool_by_field_and_day(officer: Any, chen: Any) -> None:
    today = clock.today()
    one = admitted(officer, chen)
    other = admitted(officer, person_account("wu"), fields=[("key-fields", "2")])
    applied(person_account("waiting"))
    add_absence(acting_user=chen, expert=one, first=today, last=today + timedelta(days=2))
    assert list(pool([], today)) == [other]
    assert list(pool([("key-fields", "1")], today)) == []
    assert list(pool([("key-fields", "1")], today + timedelta(days=3))) == [one]
    assert list(pool([("key-fields", "1"), ("key-fields", "2")], today + timedelta(days=3))) == [one, other]


def test_without_a_statement_every_kind_is_unknown(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    expert = admitted(officer, chen, employer=verified(officer, 2))
    assert brief(conflicts_of(expert, firm, clock.today())) == [(kind, "unknown") for kind in KINDS]
    state_no_other_interest(acting_user=chen, whose=expert)
    assert conflicts_of(expert, firm, clock.today()) == []
    later = clock.today() + timedelta(days=400)
    assert brief(conflicts_of(expert, firm, later)) == [(kind, "unknown") for kind in KINDS]


def test_own_and_former_unit(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    expert = admitted(officer, chen, employer=firm)
    state_no_other_interest(acting_user=chen, whose=expert)
    today = clock.today()
    assert conflicts_of(expert, firm, today) == [Conflict("employer", "known", f"works at “{firm.name}”")]
    end_employer(acting_user=chen, employer=expert.employers.get(), on=today)
    add_employer(acting_user=chen, expert=expert, valid_from=today, organisation=verified(officer, 2))
    soon, late = today + timedelta(days=30), today + timedelta(days=3 * 366 + 5)
    assert conflicts_of(expert, firm, soon) == [
        Conflict("employer", "known", f"worked at “{firm.name}” until {today.isoformat()}")
    ]
    assert ("employer", "known") not in brief(conflicts_of(expert, firm, late))


def test_an_employer_by_name_only_stays_unknown(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1, name="青川环保科技有限公司")
    expert = admitted(officer, chen, name="青川环保科技公司")
    state_no_other_interest(acting_user=chen, whose=expert)
    assert brief(conflicts_of(expert, firm, clock.today())) == [("employer", "unknown")]
    assert conflicts_of(expert, verified(officer, 2, name="东山水务有限公司"), clock.today()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_declared_tie_is_known(officer: Any, chen: Any, kind: str) -> None:
    firm, other = verified(officer, 1), verified(officer, 2)
    expert = admitted(officer, chen, employer=other)
    state_no_other_interest(acting_user=chen, whose=expert)
    made = declare_interest(acting_user=chen, whose=expert, tie=Tie(kind, organisation=firm))
    assert brief(conflicts_of(expert, firm, clock.today())) == [(kind, "known")]
    withdraw_interest(acting_user=chen, interest=made)
    assert conflicts_of(expert, firm, clock.today()) == []
    with pytest.raises(Impossible, match="withdrawn already"):
        withdraw_interest(acting_user=chen, interest=made)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [("co_author", [True, False]), ("co_owner", [True, False]), ("kinship", [False, False])],
)
def test_a_tie_that_ended_counts_for_its_time(officer: Any, chen: Any, kind: str, counts: list[bool]) -> None:
    firm = verified(officer, 1)
    expert = admitted(officer, chen, employer=verified(officer, 2))
    state_no_other_interest(acting_user=chen, whose=expert)
    today = clock.today()
    found = []
    for days in (2 * 365, 4 * 365):
        Interest.objects.all().delete()
        last = today - timedelta(days=days)
        declare_interest(acting_user=chen, whose=expert, tie=Tie(kind, organisation=firm, last=last))
        found.append((kind, "known") in brief(conflicts_of(expert, firm, today)))
    assert found == counts


def test_a_name_that_sounds_alike_is_unknown(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1, name="青川环保科技有限公司")
    expert = admitted(officer, chen, employer=verified(officer, 2))
    state_no_other_interest(acting_user=chen, whose=expert)
    declare_interest(acting_user=chen, whose=expert, tie=Tie("co_owner", name="青川环保科技"))
    assert brief(conflicts_of(expert, firm, clock.today())) == [("co_owner", "unknown")]


def test_between_people_either_side_may_have_said_it(officer: Any, chen: Any) -> None:
    wu = person_account("wu")
    expert = admitted(officer, chen, employer=verified(officer, 1))
    other = admitted(officer, wu, employer=verified(officer, 2))
    state_no_other_interest(acting_user=chen, whose=expert)
    declare_interest(acting_user=wu, whose=other, tie=Tie("adviser", person=expert))
    assert brief(conflicts_of(expert, other, clock.today())) == [("adviser", "known")]
    assert brief(conflicts_of(chen, wu, clock.today())) == [("adviser", "known")]


def test_people_of_one_unit(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    expert = admitted(officer, chen, employer=firm)
    state_no_other_interest(acting_user=chen, whose=expert)
    member = person_account("member")
    join(member, firm)
    assert brief(conflicts_of(expert, member, clock.today())) == [("employer", "known")]


def test_staff_declare_too(officer: Any, city: Any) -> None:
    firm = verified(officer, 1)
    bureau = verified(officer, 2)
    join(officer, bureau)
    assert brief(conflicts_of(officer, firm, clock.today())) == [(kind, "unknown") for kind in KINDS]
    declare_interest(acting_user=officer, whose=officer, tie=Tie("kinship", organisation=firm))
    state_no_other_interest(acting_user=officer, whose=officer)
    assert brief(conflicts_of(officer, firm, clock.today())) == [("kinship", "known")]


def test_without_any_employer_it_is_unknown(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    state_no_other_interest(acting_user=chen, whose=chen)
    assert conflicts_of(chen, firm, clock.today()) == [
        Conflict("employer", "unknown", "no present employer is on record")
    ]


def test_bad_declarations(officer: Any, chen: Any) -> None:
    expert = applied(chen)
    for tie in (
        Tie("kinship"),
        Tie("love", name="某人"),
        Tie("kinship", person=chen),
        Tie("kinship", name="某人", first=date(2026, 2, 1), last=date(2026, 1, 1)),
        Tie("kinship", organisation=verified(officer, 1), person=officer),
    ):
        with pytest.raises(Impossible):
            declare_interest(acting_user=chen, whose=expert, tie=tie)
    with pytest.raises(PermissionRefused):
        declare_interest(acting_user=person_account("x"), whose=expert, tie=Tie("kinship", name="某人"))
    with pytest.raises(PermissionRefused):
        declare_interest(acting_user=officer, whose=chen, tie=Tie("kinship", name="某人"))
    assert not Expert.objects.get(pk=expert.pk).interests.exists()
