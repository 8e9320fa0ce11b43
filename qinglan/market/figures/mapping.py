"""The supply–demand map as a chart and a table: where needs have no supply."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel.web.charts import Chart, Series
from qinglan.market.figures.content import Named, Place, Supply

PARAMETERS = {"key-fields": "field", "green-catalogue": "catalogue"}
"""By which parameter the lists of needs are narrowed to a field of each list."""


@dataclass(frozen=True)
class Cell:
    """One field in one territory, in words; `gap` where needs have no supply, `query` narrows lists to the cell."""

    field: Named
    needs: str
    technologies: str
    gap: bool
    empty: bool
    query: str


@dataclass(frozen=True)
class Row:
    """One territory."""

    territory: Named
    cells: tuple[Cell, ...]


def rows(found: Supply) -> list[Row]:
    """Each territory with its fields; fields in which nothing is offered or sought anywhere are left out."""
    return [Row(place.territory, _cells(found, place)) for place in found.places]


def whole(found: Supply) -> tuple[Cell, ...]:
    """The fields over all territories."""
    return _cells(found, found.whole)


def fields(found: Supply) -> tuple[Named, ...]:
    """The fields that are shown."""
    return tuple(found.fields[place] for place in _shown(found))


def _shown(found: Supply) -> list[int]:
    """A field that stands in the list is shown even if empty: that is a finding; "not said" only where it occurs."""
    row = found.whole
    return [
        place
        for place, one in enumerate(found.fields)
        if one.code or any(cell != 0 for cell in (row.met[place], row.unmet[place], row.technologies[place]))
    ]


def _cells(found: Supply, place: Place) -> tuple[Cell, ...]:
    return tuple(_cell(found, place, at) for at in _shown(found))


def _cell(found: Supply, place: Place, at: int) -> Cell:
    met, unmet, technologies = place.met[at], place.unmet[at], place.technologies[at]
    field = found.fields[at]
    query = f"{PARAMETERS[found.family]}={field.code}" if field.code else ""
    if query and place.territory.code:
        query += f"&territory={place.territory.code}"
    return Cell(
        field=field,
        needs=_needs(met, unmet),
        technologies=_("technologies withheld")
        if technologies is None
        else ngettext("%(n)s technology", "%(n)s technologies", technologies) % {"n": technologies},
        gap=unmet != 0,
        empty=(met, unmet, technologies) == (0, 0, 0),
        query=query,
    )


def _needs(met: int | None, unmet: int | None) -> str:
    if met is None and unmet is None:
        return _("needs withheld")
    if unmet is None:
        return (
            _("needs without supply withheld")
            if met == 0
            else _("%(n)s supplied, others withheld") % {"n": met}
        )
    if met is None and unmet == 0:
        return _("all supplied, number withheld")
    if met is None:
        return _("%(n)s without supply, others withheld") % {"n": unmet}
    if met + unmet == 0:
        return _("no need")
    return _("%(unmet)s of %(needs)s needs without supply") % {"unmet": unmet, "needs": met + unmet}


def charts(found: Supply) -> list[Chart]:
    """By field: needs without supply, whose title says where the gap is widest; technologies beside them."""
    places = _shown(found)
    names = [str(found.fields[at]) for at in places]

    def ranked(title: str, label: str, values: tuple[int | None, ...]) -> Chart:
        return Chart(
            title,
            names,
            [Series(label, [values[at] for at in places])],
            kind="ranked",
            category_label=_("Field"),
        )

    row = found.whole
    return [
        ranked(finding(found), _("Needs without a fitting technology"), row.unmet),
        ranked(_("Technologies by field"), _("Technologies"), row.technologies),
    ]


def finding(found: Supply) -> str:
    """In which field most needs have no supply."""
    row = found.whole
    known = [
        (unmet, at)
        for at, unmet in enumerate(row.unmet)
        if unmet and row.met[at] is not None and found.fields[at].code
    ]
    if not known:
        if all(cell == 0 for cell in row.unmet):
            return _("Every need has a fitting technology, or none is published")
        return _("Needs without a fitting technology, by field")
    unmet, at = max(known, key=lambda pair: (pair[0], -pair[1]))
    return _("In “%(field)s” %(unmet)s of %(needs)s needs have no fitting technology") % {
        "field": found.fields[at], "unmet": unmet, "needs": unmet + (row.met[at] or 0),
    }  # fmt: skip


def has_withheld(found: Supply) -> bool:
    """Whether a number is withheld."""
    return any(
        cell is None for place in found.places for cell in (*place.met, *place.unmet, *place.technologies)
    )
