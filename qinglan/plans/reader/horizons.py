"""The year that a plan sets itself."""

from qinglan.plans.reader import aims
from qinglan.plans.reader.structure import Outline
from qinglan.plans.reader.text import Compact


def horizon(found: Outline, compacts: dict[int, Compact], part: int) -> str | None:
    """The year that the part sets itself: in its title, its aims, its opening chapter, or its preamble."""
    title = aims.title_horizon(found.title)
    if title:
        return title
    headings = {a.number: a.heading for a in found.articles}
    chapters = {c.number: c.heading for c in found.chapters if c.part == part}
    own = [unit for unit in found.units if unit.part == part]
    for unit in own:
        heading, above = headings.get(unit.article, ""), chapters.get(unit.chapter, "")
        text = compacts[unit.index].text
        if aims.is_aims(heading) or (aims.is_aims(above) and not heading) or aims.opens_aims(text):
            year = aims.stated_year(text)
            if year:
                return year
    for unit in own:
        opening = unit.chapter <= 1 and unit.article <= 3
        if opening and not aims.is_background(
            chapters.get(unit.chapter, "") + headings.get(unit.article, "")
        ):
            year = aims.stated_year(compacts[unit.index].text)
            if year:
                return year
    for unit in own:
        if not unit.article and unit.chapter == 0:
            year = aims.preamble_year(compacts[unit.index].text)
            if year:
                return year
    return None
