"""From paragraphs to a reading: structure first, then quantities and bodies paragraph by paragraph."""

from qinglan.plans.reader import bodies, genre
from qinglan.plans.reader.assembly import Assembly, Source
from qinglan.plans.reader.contents import without_contents
from qinglan.plans.reader.lines import paragraphs as split_paragraphs
from qinglan.plans.reader.model import Article, Body, Chapter, Reading, Span
from qinglan.plans.reader.structure import Outline, outline
from qinglan.plans.reader.text import Compact


def read_text(text: str, document: str = "", source: str | None = None) -> Reading:
    """Read a plan from its text.

    `document` is the file's name for the result, `source` its address where known. Never raises for any text: what is
    no plan yields a reading with `is_plan` false and no quantities.
    """
    lines = split_paragraphs(text)
    lines = without_contents(_without_crawl_line(lines))
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    found = outline(lines)
    plan = genre.is_plan(found, lines)
    compacts = {unit.index: Compact(lines[unit.index]) for unit in found.units} if plan else {}
    items = Assembly(Source(found, lines, starts, compacts)).read() if plan else []
    named = _bodies(found, lines, starts, compacts) if plan else []
    several = found.parts > 1
    return Reading(
        document=document,
        title=found.title,
        status=found.status,
        source=source,
        is_plan=plan,
        chapters=tuple(
            Chapter(
                c.number,
                c.heading,
                tuple(c.articles),
                Span(starts[c.first], starts[c.last] + len(lines[c.last])) if lines else Span(0, 0),
                c.part if several else None,
            )
            for c in found.chapters
        ),
        articles=tuple(
            Article(
                a.number,
                a.heading,
                a.chapter,
                Span(starts[a.first], starts[a.last] + len(lines[a.last])),
                a.label,
                a.part if several else None,
            )
            for a in found.articles
        ),
        quantities=tuple(items),
        bodies=tuple(named),
        text="\n".join(lines),
    )


def _without_crawl_line(lines: list[str]) -> list[str]:
    """Drop a search engine's summary above the text: it ends in dots and repeats the line below."""
    for index in range(min(3, len(lines) - 1)):
        line, below = lines[index], lines[index + 1]
        if line.endswith(("...", "…", "。。。")) and len(below) >= 6 and line.startswith(below[:30]):
            return lines[:index] + lines[index + 1 :]
    return lines


def _bodies(found: Outline, lines: list[str], starts: list[int], compacts: dict[int, Compact]) -> list[Body]:
    first = bodies.first_leads("\n".join(lines))
    out: list[Body] = []
    for unit in found.units:
        compact = compacts[unit.index]
        base = starts[unit.index]
        for named in bodies.find(compact.text, first_is_lead=first):
            start, end = compact.span(named.start, named.end)
            out.append(
                Body(
                    unit.article,
                    named.role,
                    named.name,
                    lines[unit.index][start:end],
                    Span(base + start, base + end),
                )
            )
    return out
