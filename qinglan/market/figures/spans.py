"""How long it took from one stage to the next: begun, ended, and the middle of all."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from qinglan.market.figures.facts import ANSWERS, CONTACTED, ROOM, Which, about_sql, asked, where


class Span(TextChoices):
    """From → to. It belongs to the day on which it ended."""

    DELIVERED = "delivered", pgettext_lazy("span", "Publication → first match delivered to its owner")
    OPENED = "opened", pgettext_lazy("span", "Match delivered → opened by the same side")
    ANSWERED = "answered", pgettext_lazy("span", "Match opened → first answer of either side")
    ENQUIRY = "enquiry", pgettext_lazy("span", "Match delivered → enquiry between its two sides")
    ROOM = "room", pgettext_lazy("span", "Enquiry sent → room opened")
    AGREED = "agreed", pgettext_lazy("span", "Room opened → terms agreed")
    WHOLE = "whole", pgettext_lazy("span", "Publication → terms agreed")


_HEAD = "began, ended, side, listing, territory, number"
_PAIR = "'need', m.need_id, n.territory_id, m.technology_id FROM market_match m JOIN market_need n ON n.id = m.need_id"


def _first_match(side: str) -> str:
    return f"""
        SELECT l.published_at, min(m.told_{side}_at), '{side}', l.id, l.territory_id, l.id
          FROM market_{side} l JOIN market_match m ON m.{side}_id = l.id AND m.told_{side}_at IS NOT NULL
         WHERE l.published_at IS NOT NULL GROUP BY l.id"""  # noqa: S608 - constants of this file alone


_AGREED = "r.state = 'agreed'"
_SQL = {
    Span.DELIVERED: f"{_first_match('need')} UNION ALL {_first_match('technology')}",
    Span.OPENED: f"""
        SELECT m.told_need_at, m.opened_need_at, {_PAIR}
        UNION ALL SELECT m.told_technology_at, m.opened_technology_at, {_PAIR}""",
    Span.ANSWERED: f"SELECT LEAST(m.opened_need_at, m.opened_technology_at), a.at, {_PAIR} JOIN ({ANSWERS}) a ON a.match = m.id",
    Span.ENQUIRY: f"SELECT LEAST(m.told_need_at, m.told_technology_at), c.at, {_PAIR} JOIN ({CONTACTED}) c ON c.match = m.id",
    Span.ROOM: about_sql("e.sent_at, r.opened_at", ROOM),
    Span.AGREED: about_sql("r.opened_at, r.closed_at", ROOM, _AGREED),
    Span.WHOLE: about_sql("l.published_at, r.closed_at", ROOM, _AGREED),
}


def spans_sql(spans: Iterable[Span]) -> str:
    """SQL that gives ``span, began, ended, side, listing, territory, number``; an answer before the look is none."""
    return " UNION ALL ".join(
        f"(SELECT '{one.value}' AS span, f.* FROM ({_SQL[one]}) f ({_HEAD}) WHERE f.ended >= f.began)"  # noqa: S608 - as above
        for one in spans
    )


def medians(which: Which) -> dict[Span, tuple[int, int]]:
    """For each span that ended in the period: how many, and their middle in seconds. One query."""
    condition, values = where(which, "f.ended")
    rows = asked(
        f"""SELECT f.span, count(*),
                   round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM f.ended - f.began)))::bigint
              FROM ({spans_sql(Span)}) f WHERE {condition} GROUP BY f.span""",  # noqa: S608 - as above
        values,
    )
    return {Span(span): (count, seconds) for span, count, seconds in rows}
