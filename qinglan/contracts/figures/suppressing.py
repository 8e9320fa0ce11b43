"""Which cells of a public table are withheld, so that no single enterprise's figure can be read or reckoned.

A cell is shown only where at least three parties stand behind it on either side. Since totals are shown, what is
withheld must not follow from the rest: at least two cells are withheld together, with three contracts or more, or none.
"""

from collections.abc import Callable, Mapping

from qinglan.contracts.figures.queries import Sums

FEWEST = 3


def withheld(
    cells: Mapping[str, Sums],
    units: Mapping[str, int],
    *,
    all_cells: Mapping[str, Sums] | None = None,
    group: Callable[[str], str] | None = None,
) -> frozenset[str]:
    """The codes that the public doesn't see. A code of which `units` knows nothing is withheld.

    `all_cells` are those of all contracts where `cells` are the green ones alone: a green cell is withheld too where the
    others, which the difference gives, are one or two. `group` names the part of the table whose total is shown elsewhere, such
    as the field of a field-and-mode cell: the rule holds in each part, and over the whole.
    """
    hidden = {code for code in cells if units.get(code, 0) < FEWEST}
    for code, one in cells.items():
        rest = (all_cells or {}).get(code, one).contracts - one.contracts
        if 0 < rest < FEWEST:
            hidden.add(code)
    parts: dict[str, list[str]] = {}
    for code in cells:
        parts.setdefault(group(code) if group else "", []).append(code)
    for codes in parts.values():
        _hide_more(cells, codes, hidden)
    _hide_more(cells, list(cells), hidden)
    return frozenset(hidden)


def _hide_more(cells: Mapping[str, Sums], codes: list[str], hidden: set[str]) -> None:
    """Withhold the smallest of `codes` besides, until what is withheld among them does not follow from their total."""
    gone = [code for code in codes if code in hidden]
    if not gone:
        return
    for code in sorted(codes, key=lambda code: (cells[code].contracts, code)):
        if len(gone) > 1 and sum(cells[one].contracts for one in gone) >= FEWEST:
            return
        if code not in hidden:
            hidden.add(code)
            gone.append(code)
