"""What the public is not shown: nothing from which a single enterprise's figure follows."""

from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.figures.queries import Sums
from qinglan.contracts.figures.suppressing import FEWEST, withheld


def cells(**contracts: int) -> dict[str, Sums]:
    return {code: Sums(number, number * 100) for code, number in contracts.items()}


def test_a_cell_of_few_parties_is_withheld_and_another_with_it() -> None:
    found = cells(a=10, b=1, c=7)
    assert withheld(found, {"a": 5, "b": 1, "c": 4}) == {"b", "c"}


def test_many_contracts_of_two_parties_are_withheld_too() -> None:
    assert withheld(cells(a=10, b=50, c=70), {"a": 5, "b": 2, "c": 9}) == {"a", "b"}


def test_enough_withheld_cells_need_no_other() -> None:
    assert withheld(cells(a=10, b=2, c=1), {"a": 5, "b": 2, "c": 1}) == {"b", "c"}
    assert withheld(cells(a=10, b=1, c=1), {"a": 5, "b": 1, "c": 1}) == {"a", "b", "c"}


def test_what_was_never_counted_is_withheld() -> None:
    assert withheld(cells(a=10, b=9), {}) == {"a", "b"}


def test_green_cells_whose_difference_to_all_tells_a_few() -> None:
    units = {"a": 9, "b": 9, "c": 9}
    every = cells(a=10, b=21, c=30)
    assert withheld(cells(a=10, b=20, c=20), units, all_cells=every) == {"a", "b"}


def test_the_rule_holds_in_each_part_of_the_table() -> None:
    found = {"5|agreed": Sums(9), "5|auction": Sums(1), "6|agreed": Sums(9), "6|auction": Sums(8)}
    units = {"5|agreed": 4, "5|auction": 1, "6|agreed": 4, "6|auction": 4}
    assert withheld(found, units, group=lambda code: code[0]) == {"5|agreed", "5|auction"}


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), max_size=12))
def test_nothing_withheld_follows_from_what_is_shown(drawn: list[tuple[int, int]]) -> None:
    found = {str(place): Sums(number) for place, (number, _units) in enumerate(drawn)}
    units = {str(place): min(parties, drawn[place][0]) for place, (_number, parties) in enumerate(drawn)}
    gone = withheld(found, units)
    assert all(units[code] >= FEWEST for code in set(found) - gone)
    if gone and set(found) - gone:
        assert len(gone) > 1
        assert sum(found[code].contracts for code in gone) >= FEWEST
