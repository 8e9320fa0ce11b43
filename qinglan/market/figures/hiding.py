"""Figures fit for everybody: what counts fewer than three units is withheld, and what would tell it."""

from qinglan.kernel.disclosure.suppression import SMALLEST, suppress, suppress_list
from qinglan.market.figures.content import Funnel, Grid, Line, Place, Supply, Took


def safe_funnel(found: Funnel) -> Funnel:
    """The funnel without small cells. Each list of a stage is kept by itself; a middle needs three units behind it."""
    return found.model_copy(
        update={
            "totals": tuple(_alone(one) for one in found.totals),
            "months": _grid(found.months),
            "fields": _grid(found.fields),
            "territories": _grid(found.territories),
            "times": tuple(_time(one) for one in found.times),
            "refusals": tuple(_grid(one) for one in found.refusals),
        }
    )


def _alone(line: Line) -> Line:
    return line.model_copy(
        update={"cells": tuple(None if 0 < (one or 0) < SMALLEST else one for one in line.cells)}
    )


def _grid(grid: Grid) -> Grid:
    if not grid.columns:
        return grid
    lines = (
        one.model_copy(update={"cells": suppress_list([cell or 0 for cell in one.cells])[0]})
        for one in grid.lines
    )
    return grid.model_copy(update={"lines": tuple(lines)})


def _time(took: Took) -> Took:
    if took.count is None or took.count >= SMALLEST:
        return took
    return Took(key=took.key, count=None if took.count else 0, seconds=None)


def safe_supply(found: Supply) -> Supply:
    """The map without small cells.

    Needs with and without supply are cells of one table with its totals, so that neither can be had from the
    other and their sum; technologies are a table of their own.
    """
    if not found.places:
        return found
    size = len(found.fields)
    demand = suppress([[*_whole(one.met), *_whole(one.unmet)] for one in found.places])
    offers = suppress([_whole(one.technologies) for one in found.places])
    places = tuple(
        one.model_copy(update={"met": row[:size], "unmet": row[size:], "technologies": offer})
        for one, row, offer in zip(found.places, demand.cells, offers.cells, strict=True)
    )
    whole = Place(
        territory=found.whole.territory,
        met=demand.column_totals[:size],
        unmet=demand.column_totals[size:],
        technologies=offers.column_totals,
    )
    return found.model_copy(update={"places": places, "whole": whole})


def _whole(cells: tuple[int | None, ...]) -> list[int]:
    return [cell or 0 for cell in cells]
