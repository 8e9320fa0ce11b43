"""What happened on the market, as rows that can be counted: stage, moment, what it is about, where.

One SQL text for each stage, so that pages, measures and what is published count the same things. A fact
belongs to the day on which it happened, and to the field and territory of what it is about; a match, to
those of its need. A match counts once, however many of its sides were told or looked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from qinglan.kernel import clock


class Stage(TextChoices):
    """The stages from publication to agreement, in order."""

    TECHNOLOGIES = "technologies", pgettext_lazy("stage of the market", "Technologies published")
    NEEDS = "needs", pgettext_lazy("stage of the market", "Needs published")
    DELIVERED = "delivered", pgettext_lazy("stage of the market", "Matches delivered")
    OPENED = "opened", pgettext_lazy("stage of the market", "Matches opened")
    ANSWERED = "answered", pgettext_lazy("stage of the market", "Matches answered")
    ENQUIRIES = "enquiries", pgettext_lazy("stage of the market", "Enquiries sent")
    REPLIED = "replied", pgettext_lazy("stage of the market", "Enquiries answered")
    ROOMS = "rooms", pgettext_lazy("stage of the market", "Rooms opened")
    AGREED = "agreed", pgettext_lazy("stage of the market", "Terms agreed")


class Refused(TextChoices):
    """What was refused, with a coded reason."""

    MATCH = "match", pgettext_lazy("refused", "Match found not relevant")
    ENQUIRY = "enquiry", pgettext_lazy("refused", "Enquiry declined")
    TALKS = "talks", pgettext_lazy("refused", "Talks without agreement")


CONTACTED = """
    SELECT m.id AS match, min(e.sent_at) AS at FROM market_enquiry e
      JOIN market_match m ON m.technology_id = e.technology_id
      JOIN market_need n ON n.id = m.need_id AND n.owner_id = e.sender_id
     WHERE e.about = 'technology' AND e.sent_at >= m.found_at GROUP BY m.id
    UNION ALL
    SELECT m.id, min(e.sent_at) FROM market_enquiry e
      JOIN market_match m ON m.need_id = e.need_id
      JOIN market_technology t ON t.id = m.technology_id AND t.owner_id = e.sender_id
     WHERE e.about = 'need' AND e.sent_at >= m.found_at GROUP BY m.id"""
"""Matches that led to an enquiry: one side asked about the other's listing after the pair was found."""
ANSWERS = f"""
    SELECT match, min(at) AS at FROM (
        {CONTACTED}
        UNION ALL SELECT match_id, said_at FROM market_matchverdict WHERE NOT is_undone
    ) words GROUP BY match"""  # noqa: S608 - constants of this file alone
"""The first word of either side on a match: an enquiry, or “not relevant, because …” that stands."""


def about_sql(columns: str, behind: str, condition: str = "true") -> str:
    """SQL: `columns`, then side, key and territory of what the enquiries ``e`` are about, and their own key.

    Two joins, not one over both tables, so that each can be hashed.
    """
    return " UNION ALL ".join(
        f"""SELECT {columns}, '{side}', l.id, l.territory_id, e.id FROM market_enquiry e {behind}
              JOIN market_{side} l ON l.id = e.{side}_id WHERE e.about = '{side}' AND {condition}"""  # noqa: S608 - as above
        for side in ("technology", "need")
    )


ROOM = "JOIN market_room r ON r.enquiry_id = e.id"
_HEAD = "moment, side, listing, territory, number"
_COLUMNS = "f.moment, f.side, f.listing, f.territory, f.number"
_MATCH = "'need', m.need_id, n.territory_id, m.technology_id FROM market_match m JOIN market_need n ON n.id = m.need_id"
_LISTED = "WHERE published_at IS NOT NULL AND revises_id IS NULL"
_OF_STAGE = {
    Stage.TECHNOLOGIES: f"SELECT published_at, 'technology', id, territory_id, id FROM market_technology {_LISTED}",  # noqa: S608 - as above
    Stage.NEEDS: f"SELECT published_at, 'need', id, territory_id, id FROM market_need {_LISTED}",  # noqa: S608 - as above
    Stage.DELIVERED: f"SELECT LEAST(m.told_need_at, m.told_technology_at), {_MATCH}",
    Stage.OPENED: f"SELECT LEAST(m.opened_need_at, m.opened_technology_at), {_MATCH}",
    Stage.ANSWERED: f"SELECT a.at, {_MATCH} JOIN ({ANSWERS}) a ON a.match = m.id",
    Stage.ENQUIRIES: about_sql("e.sent_at", ""),
    Stage.REPLIED: about_sql("e.first_answered_at", ""),
    Stage.ROOMS: about_sql("r.opened_at", ROOM),
    Stage.AGREED: about_sql("r.closed_at", ROOM, "r.state = 'agreed'"),
}
_OF_REFUSED = {
    Refused.MATCH: f"SELECT v.said_at, v.reason, {_MATCH} JOIN market_matchverdict v ON v.match_id = m.id AND NOT v.is_undone",
    Refused.ENQUIRY: about_sql("e.settled_at, e.reason", "", "e.state = 'declined'"),
    Refused.TALKS: about_sql("r.closed_at, r.reason", ROOM, "r.state = 'not_agreed'"),
}
FIELDS = """
    SELECT 'technology' AS side, listing_id AS listing, family, code FROM market_technologyfield
    UNION ALL SELECT 'need', listing_id, family, code FROM market_needfield"""


@dataclass(frozen=True)
class Which:
    """Which facts: legal days from `first` to `last`, both counted; a territory includes what lies in it.

    `field` is ``family:code`` and includes the codes below it; a bare code is looked for in every list, by its
    beginning. `about` is technology, need or "". `known_at`: nothing later than this moment.
    """

    first: date | None = None
    last: date | None = None
    field: str = ""
    territory: str = ""
    about: str = ""
    known_at: datetime | None = None


def stages_sql(stages: Iterable[Stage]) -> str:
    """SQL that gives ``stage, moment, side, listing, territory, number`` of these stages."""
    return " UNION ALL ".join(
        f"(SELECT '{one.value}' AS stage, f.* FROM ({_OF_STAGE[one]}) f ({_HEAD}))"  # noqa: S608 - as above
        for one in stages
    )


def refusals_sql(kinds: Iterable[Refused]) -> str:
    """SQL that gives the same of refusals, with ``reason`` behind."""
    return " UNION ALL ".join(
        f"""(SELECT '{one.value}' AS stage, {_COLUMNS}, f.reason
               FROM ({_OF_REFUSED[one]}) f (moment, reason, side, listing, territory, number))"""  # noqa: S608 - as above
        for one in kinds
    )


def where(which: Which, moment: str = "f.moment") -> tuple[str, list[Any]]:
    """SQL conditions on facts called ``f``, and their parameters."""
    parts, values = [f"{moment} IS NOT NULL"], list[Any]()
    if which.first is not None:
        parts.append(f"{moment} >= %s")
        values.append(_midnight(which.first))
    if which.last is not None:
        parts.append(f"{moment} < %s")
        values.append(_midnight(which.last + timedelta(days=1)))
    if which.known_at is not None:
        parts.append(f"{moment} <= %s")
        values.append(which.known_at)
    if which.about:
        parts.append("f.side = %s")
        values.append(which.about)
    if which.territory:
        parts.append("f.territory IN (SELECT code FROM codes_territory WHERE code = %s OR parent_id = %s)")
        values += [which.territory, which.territory]
    if which.field:
        condition, more = _of_field(which.field)
        parts.append(f"(f.side, f.listing) IN (SELECT x.side, x.listing FROM ({FIELDS}) x WHERE {condition})")  # noqa: S608 - as above
        values += more
    return " AND ".join(parts), values


def _of_field(field: str) -> tuple[str, list[str]]:
    family, colon, code = field.rpartition(":")
    if not colon:
        return "starts_with(x.code, %s)", [code]
    if family == "ipc":
        return "x.family = 'ipc' AND starts_with(x.code, %s)", [code]
    return "x.family = %s AND (x.code = %s OR starts_with(x.code, %s))", [family, code, f"{code}."]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.SHANGHAI)


def asked(sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
