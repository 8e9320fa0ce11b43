"""Where needs have no supply, and what everybody may read of it."""

from datetime import date
from typing import Any

import pytest

from qinglan.market.figures import mapping
from qinglan.market.figures.counting import funnel
from qinglan.market.figures.hiding import safe_funnel, safe_supply
from qinglan.market.figures.supply import supply, without_supply
from qinglan.market.models import Match, MatchVerdict, Technology
from tests.market.figures import made

World = dict[str, Any]
TODAY = date(2026, 1, 5)


def cells(found: Any) -> dict[str, tuple[Any, Any, Any]]:
    return {one.territory.code: (one.met, one.unmet, one.technologies) for one in found.places}


def mapped() -> Any:
    return supply(TODAY, family="key-fields")


def test_the_map_parts_needs_with_and_without_a_fitting_technology(world: World) -> None:
    made.many(world, 2, "need", code="2", territory="990102")
    found = mapped()
    assert [one.code for one in found.fields] == ["1", "2", ""]
    assert cells(found) == {
        "990101": ((1, 0, 0), (0, 0, 0), (1, 1, 0)),
        "990102": ((0, 0, 0), (0, 2, 0), (0, 0, 0)),
    }
    assert (found.whole.met, found.whole.unmet, found.whole.technologies) == ((1, 0, 0), (0, 2, 0), (1, 1, 0))
    assert mapping.finding(found) == "In “Ecology” 2 of 2 needs have no fitting technology"
    assert {one.pk for one in without_supply()} == {one.pk for one in without_supply(territory="990102")}
    assert without_supply(family="key-fields", field="2", territory="990000").count() == 2
    assert without_supply(family="key-fields", field="1").count() == 0


@pytest.mark.parametrize("what", ["weak", "ended", "refused", "withdrawn"])
def test_what_no_longer_fits_is_no_supply(world: World, what: str) -> None:
    assert without_supply().count() == 0
    if what == "weak":
        Match.objects.update(score=449)
    elif what == "ended":
        Match.objects.update(is_current=False)
    elif what == "refused":
        MatchVerdict.objects.create(
            match=world["match"], side="need", reason="field", said_by=world["buyer"], said_at=made.at(3, 9)
        )
    else:
        Technology.objects.update(state="withdrawn")
    assert [one.pk for one in without_supply()] == [world["need"].pk]
    assert mapped().whole.unmet == (1, 0, 0)


def test_the_other_side_that_refuses_does_not_take_the_supply_away(world: World) -> None:
    assert MatchVerdict.objects.filter(side="technology", is_undone=False).exists()
    assert mapped().whole.met == (1, 0, 0)


def test_small_cells_are_withheld_and_cannot_be_computed(world: World) -> None:
    made.many(world, 7, "need", code="2", territory="990102")
    made.many(world, 5, "need", code="2", territory="990101", days=1)
    made.many(world, 4, "technology", code="2", territory="990102")
    found = safe_supply(mapped())
    # One met need in the east: with it goes as much as it takes that neither row nor column tells.
    assert cells(found)["990101"][0][0] is None
    assert cells(found)["990101"][2][:2] == (None, None)
    for part in ("met", "unmet"):
        for at in range(3):
            column = [getattr(one, part)[at] for one in found.places]
            total = getattr(found.whole, part)[at]
            assert total is None or column.count(None) != 1
    assert mapping.has_withheld(found)
    assert mapping.rows(found)[0].cells[0].needs == "all supplied, number withheld"


def test_an_empty_map_is_published_as_it_is(db: None) -> None:
    made.lists()
    assert safe_supply(mapped()) == mapped()


def test_the_funnel_for_everybody_shows_nothing_below_three(world: World) -> None:
    found = safe_funnel(funnel(date(2025, 3, 1), date(2025, 4, 30), family="key-fields"))
    shown = [line.cells for line in (*found.totals, *found.months.lines, *found.fields.lines)]
    shown += [line.cells for one in found.refusals for line in one.lines]
    assert {cell for row in shown for cell in row} == {None, 0}
    assert {(one.count, one.seconds) for one in found.times} == {(None, None)}
    made.many(world, 4, "need", code="2", territory="990102")
    more = safe_funnel(funnel(date(2025, 3, 1), date(2025, 4, 30), family="key-fields"))
    needs = {line.key: line.cells for line in more.totals}["needs"]
    fields = {line.key: line.cells for line in more.fields.lines}["needs"]
    # Five in all, one of them in the first field: the four would tell it.
    assert (needs, fields) == ((5,), (None, None, 0))
