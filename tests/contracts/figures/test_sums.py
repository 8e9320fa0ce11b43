"""The kept sums are those of the plain query, whatever happens to registrations, and whoever acts at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qinglan.contracts.domain.figure import count_units, differing_figures, fold_figures, rebuild_figures
from qinglan.contracts.figures.dimensions import DIMENSIONS
from qinglan.contracts.figures.queries import (
    Sums,
    by_code,
    by_period,
    flows,
    largest,
    of_codes,
    of_place,
    registered_by_year,
    units_behind,
)
from qinglan.contracts.models import FigureCell, FigureConcentration, FigureDelta, Registration
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.contracts.figures.made import clerk, registered, registration
from tests.support.people import person

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["registered", "registered", "draft", "cancelled"]),
        "kind": st.sampled_from(["licence", "service", "development"]),
        "tech_field": st.sampled_from(["", "5", "6"]),
        "amount": st.integers(2_000_000_00, 300_000_000_00),
        "technology_amount": st.integers(1, 1_000_000_00),
        "registered_on": st.dates(date(2024, 12, 1), date(2026, 3, 31)),
        "listed_on": st.none() | st.dates(date(2025, 1, 1), date(2026, 3, 1)),
        "is_related": st.sampled_from([None, True, False]),
        "is_green": st.booleans(),
        "seller_territory": st.sampled_from(["500112", "511902", ""]),
        "buyer_key": st.sampled_from(["B1", "B2"]),
        "broker_code": st.sampled_from(["", "JJR-1"]),
    },
)  # fmt: skip
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.lists(CHANGES, min_size=1, max_size=3)),
        st.tuples(st.just("update"), st.integers(0, 9), st.integers(2_000_000_00, 9_000_000_000_00), st.booleans()),
        st.tuples(st.just("cancel"), st.integers(0, 9)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("move"), st.dates(date(2025, 1, 1), date(2026, 3, 31))),
        st.tuples(st.just("fold")),
    ),
    max_size=8,
)  # fmt: skip


def stands() -> list[tuple[Any, ...]]:
    return differing_figures(acting_user=system_user())


class TestSameAsThePlainQuery(TestCase):
    """Whatever statements do: one row or many, registered or not, moved to another month, cancelled, deleted."""

    @settings(max_examples=60, deadline=None)
    @given(acts=ACTS)
    def test_after_any_acts(self, acts: list[tuple[Any, ...]]) -> None:
        officer = person(f"clerk-{Registration.objects.count()}-{id(acts)}")
        for act, *more in acts:
            rows = Registration.objects.order_by("pk")
            if act == "insert":
                Registration.objects.bulk_create([registration(officer, **one) for one in more[0]])
            elif act == "fold":
                fold_figures(acting_user=system_user())
            elif act == "move":
                rows.filter(state="registered").update(registered_on=more[0])
            elif rows.exists():
                row = rows[more[0] % rows.count()]
                one = Registration.objects.filter(pk=row.pk)
                if act == "update":
                    one.update(amount=more[1], tech_field="9" if more[2] else row.tech_field)
                elif act == "cancel" and row.state == "registered":
                    one.update(state="cancelled", cancelled_on=date(2026, 4, 1), reason="演示")
                elif act == "delete":
                    one.delete()
            assert stands() == []
        fold_figures(acting_user=system_user())
        assert stands() == []
        assert FigureDelta.objects.count() == 0


def test_every_dimension_is_kept() -> None:
    registered(clerk(), broker_code="JJR-1", listed_on=date(2026, 1, 1))
    assert set(FigureDelta.objects.values_list("dimension", flat=True)) == {one.name for one in DIMENSIONS}
    assert by_code("field", *YEAR) == {"6": Sums(1, 2_000_000_00, 1_800_000_00, 1, 9)}
    assert stands() == []


def test_a_wrong_sum_is_found_and_made_anew() -> None:
    registered(clerk())
    fold_figures(acting_user=system_user())
    FigureCell.objects.filter(dimension="kind").update(contracts=7)
    assert [row[0] for row in stands()] == ["kind"]
    assert rebuild_figures(acting_user=system_user()) == len(
        [one for one in DIMENSIONS if one.name != "broker"]
    )
    assert stands() == []
    with pytest.raises(PermissionRefused):
        rebuild_figures(acting_user=person("nobody"))


def test_what_changes_nothing_leaves_no_difference() -> None:
    row = registered(clerk())
    before = FigureDelta.objects.count()
    Registration.objects.filter(pk=row.pk).update(title="新名称（演示）")
    Registration.objects.filter(pk=row.pk).update(is_green=True)
    assert FigureDelta.objects.count() == before


def test_months_years_and_green_alone() -> None:
    who = clerk()
    registered(who)
    registered(who, is_green=False, amount=5_000_000_00)
    registered(who, registered_on=date(2026, 5, 1))
    registered(who, registered_on=date(2025, 5, 1))
    assert by_code("total", *YEAR)[""].contracts == 3
    assert by_code("total", *YEAR, green=True)[""].amount == 4_000_000_00
    assert {day: one.contracts for day, one in by_period(*YEAR).items()} == {
        date(2026, 2, 1): 2,
        date(2026, 5, 1): 1,
    }


def test_in_and_out_of_a_territory() -> None:
    who = clerk()
    registered(who)
    registered(who, buyer_territory="510104")
    registered(who, seller_territory="110108")
    registered(who, seller_territory="110108", buyer_territory="310115")
    found = {way: one.contracts for way, one in flows("500000", *YEAR).items()}
    assert found == {"out": 1, "in": 1, "within": 1}
    assert of_place("seller_place", "500000", *YEAR).contracts == 2
    assert of_place("buyer_place", "500106", *YEAR).contracts == 2
    assert of_place("seller_place", "500106", *YEAR).contracts == 0


def test_until_a_day_in_the_middle_of_a_month() -> None:
    who = clerk()
    for day in (date(2026, 1, 31), date(2026, 2, 3), date(2026, 2, 4), date(2026, 3, 1)):
        registered(who, registered_on=day)
    registered(who, seller_territory="110108")
    registered(who, registered_on=date(2025, 12, 31))

    def counted(last: date, first: date = date(2026, 1, 1), *more: Any) -> dict[int, int]:
        return {year: one.contracts for year, one in registered_by_year(first, last, *more).items()}

    assert counted(date(2026, 2, 3)) == {2026: 3}
    assert counted(date(2026, 2, 3), date(2025, 1, 1), "500000") == {2025: 1, 2026: 2}
    assert counted(date(2026, 3, 31), date(2026, 2, 1), "500112", True) == {2026: 3}
    assert counted(date(2026, 1, 30)) == {}


def test_concentration_by_hand() -> None:
    who = clerk()
    for place, amount in enumerate((50, 20, 10, 10, 5, 5)):
        changes = {"seller_key": f"S{place}", "amount": amount * 1_000_000_00, "technology_amount": 1}
        registered(who, **changes, is_green=place < 2)
    count_units(acting_user=system_user(), year=2026)
    count_units(acting_user=system_user(), year=2025)
    fields = ("year", "side", "is_green", "parties", "top_4", "top_10", "herfindahl")
    assert list(FigureConcentration.objects.order_by("-side", "is_green").values_list(*fields)) == [
        (2026, "seller", False, 6, 900, 1000, 3150),
        (2026, "seller", True, 2, 1000, 1000, 5918),
        (2026, "buyer", False, 1, 1000, 1000, 10_000),
        (2026, "buyer", True, 1, 1000, 1000, 10_000),
    ]


def test_the_largest_first_and_the_same_parties_a_year_before() -> None:
    who = clerk()
    for place, amount in enumerate((3, 9, 6)):
        registered(who, seller_key=f"S{place}", amount=amount * 1_000_000_00)
    assert list(largest("seller", date(2026, 1, 1), date(2026, 12, 1), None, 2)) == ["S1", "S2"]
    assert of_codes("seller", *YEAR, None, ["S0", "S7"]) == {"S0": Sums(1, 3_000_000_00, 1_800_000_00)}


PARTIES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(2, 60), st.booleans(), st.booleans()), min_size=1, max_size=25
)


class TestLargest(TestCase):
    """The largest parties are those of the plain query, with green, other and unfolded sums mixed."""

    @settings(max_examples=40, deadline=None)
    @given(drawn=PARTIES, number=st.integers(1, 4))
    def test_as_sorted_by_hand(self, drawn: list[tuple[int, int, bool, bool]], number: int) -> None:
        officer = person(f"clerk-{id(drawn)}")
        by_hand: dict[str, int] = {}
        for party, amount, is_green, fold in drawn:
            value = amount * 1_000_000_00
            registered(officer, seller_key=f"S{party}", amount=value, technology_amount=1, is_green=is_green)
            by_hand[f"S{party}"] = by_hand.get(f"S{party}", 0) + value
            if fold:
                fold_figures(acting_user=system_user())
        found = largest("seller", *YEAR, None, number)
        wanted = sorted(by_hand.items(), key=lambda one: (-one[1], one[0]))[:number]
        assert [one.amount for one in found.values()] == [amount for _party, amount in wanted]


def test_the_parties_behind_a_place() -> None:
    who = clerk()
    for place in range(3):
        registered(who, seller_key=f"S{place}", buyer_key="B1" if place else "B2", is_green=place != 2)
    assert count_units(acting_user=system_user(), year=2026) > 0
    assert units_behind(2026, "field", green=False) == {"6": 2}
    registered(who, seller_key="S9", buyer_key="B9")
    count_units(acting_user=system_user(), year=2026)
    assert units_behind(2026, "field", green=False) == {"6": 3}
    assert units_behind(2026, "field", green=True) == {"6": 3}


@pytest.mark.django_db(transaction=True)
def test_a_sum_that_is_read_and_written_loses_counts_and_differences_do_not() -> None:
    """Two register at once. Each reads the naive sum before the other commits, and one count is lost."""
    who, at_once = clerk(), Barrier(2, timeout=20)
    nought = dict.fromkeys(("contracts", "amount", "technology_amount", "dated", "days"), 0)
    FigureCell.objects.create(dimension="naive", period=YEAR[0], code="", is_green=False, **nought)
    naive = FigureCell.objects.filter(dimension="naive")

    def register(place: int) -> None:
        with transaction.atomic():
            registered(who, seller_key=f"S{place}")
            read = naive.get().contracts
            at_once.wait()
            naive.update(contracts=read + 1)
        connection.close()

    at_the_same_time(*[lambda place=place: register(place) for place in range(2)])
    assert naive.get().contracts == 1
    assert by_code("total", *YEAR)[""].contracts == 2
    assert {row[0] for row in stands()} == {"naive"}


@pytest.mark.django_db(transaction=True)
def test_many_register_change_and_cancel_while_others_fold() -> None:
    who = clerk()

    def work(place: int) -> None:
        for turn in range(12):
            with transaction.atomic():
                row = registered(who, seller_key=f"S{place}", tech_field=str((turn + place) % 3))
                registered(who, seller_key=f"S{turn}", registered_on=date(2026, 1 + (turn * place) % 3, 1))
                if turn % 3 == 0:
                    Registration.objects.filter(pk=row.pk).update(amount=7_000_000_00, tech_field="9")
                if turn % 4 == 0:
                    Registration.objects.filter(pk=row.pk).delete()
        connection.close()

    def fold() -> None:
        for _turn in range(25):
            fold_figures(acting_user=system_user())
        connection.close()

    workers = [lambda place=place: work(place) for place in range(4)]
    at_the_same_time(*workers, fold, fold)
    assert by_code("total", *YEAR)[""].contracts == Registration.objects.count() == 4 * (24 - 3)
    assert stands() == []


def at_the_same_time(*acts: Callable[[], None]) -> None:
    """Each act in a thread of its own; what one of them raises is raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for one in [pool.submit(act) for act in acts]:
            one.result()
