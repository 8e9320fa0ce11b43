"""The rounds of a scheme in the story: one decided long ago where the scheme is that old, one under way, one open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.plot import Tag
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.models import DefinitionVersion, Round
from qinglan.programmes.rounds import events as round_events

LONG_AGO, LAST, OPEN = 540, 290, 34
"""Days before today on which rounds opened."""
LASTS = 40
STILL_OPEN = 26


@dataclass
class Season:
    """The rounds of one scheme by what is told of them, and those that show a state only."""

    by_tag: dict[Tag, Round]
    others: list[Round]

    @property
    def every(self) -> list[Round]:
        """All of them, each once."""
        return [*{id(one): one for one in self.by_tag.values()}.values(), *self.others]


def season(version: DefinitionVersion, issuer: str, now: datetime, by: Any, turn: int, opens: bool) -> Season:
    """The rounds of a scheme, not yet written."""
    today = times.day_of(now)
    counts: dict[int, int] = {}

    def made(first: date, last: date, state: str) -> Round:
        counts[first.year] = number = counts.get(first.year, 0) + 1
        return Round(
            version=version, title=f"{version.title_zh}{first.year}年第{number}批", year=first.year, number=number,
            state=state, opens_at=times.at(first, 9), closes_at=times.at(last, 18), issuer=issuer,
            contact_name="张老师（演示）", contact_telephone="023-60000000", revision=2, created_by=by,
            created_at=times.at(first - timedelta(days=12), 10),
        )  # fmt: skip

    found: dict[Tag, Round] = {}
    others: list[Round] = []
    end = version.valid_to or today
    ago = min(today - timedelta(days=LONG_AGO), end - timedelta(days=LONG_AGO // 2))
    first = max(version.valid_from + timedelta(days=4), today - timedelta(days=LAST))
    if version.valid_from <= ago:
        found["old"] = made(ago, ago + timedelta(days=LASTS), "closed")
    if opens:
        last = made(first, first + timedelta(days=LASTS), "closed")
        found["recent"] = last
        found.setdefault("old", last)
        if turn % 9 == 4:
            others.append(made(today - timedelta(days=90), today - timedelta(days=60), "cancelled"))
        found["now"] = made(
            today - timedelta(days=OPEN), today + timedelta(days=STILL_OPEN - turn % 17), "open"
        )
        if turn % 7 == 3:
            others.append(made(today + timedelta(days=60), today + timedelta(days=100), "draft"))
        if turn % 7 == 5:
            others.append(made(today + timedelta(days=12), today + timedelta(days=52), "announced"))
    return Season(found, others)


def note_rounds(rows: Rows, every: list[Round], now: datetime, by: Any) -> None:
    """The events of written rounds up to their state."""
    for one in every:
        made = one.created_at if one.created_at <= now else now - timedelta(days=5)
        version = one.version
        rows.note(
            "round", one, round_events.CREATED, made, by,
            {
                "scheme": version.programme.slug, "edition": version.edition, "definition": version.digest,
                "opens": one.opens_at, "closes": one.closes_at, "number": one.number,
            },
        )  # fmt: skip
        if one.state == "draft":
            continue
        announced = min(made + timedelta(days=2), now)
        rows.note(
            "round", one, round_events.ANNOUNCED, announced, by,
            {
                "title": one.title, "opens": one.opens_at, "closes": one.closes_at, "issuer": one.issuer,
            },
        )  # fmt: skip
        if one.state == "cancelled":
            reason = {"reason": "年度预算调整，本批次不再组织（演示）", "lapsed": 0}
            rows.note(
                "round", one, round_events.CANCELLED, announced + timedelta(days=4), by,
                reason,
            )  # fmt: skip
        if one.state in ("open", "closed", "finished"):
            rows.note("round", one, round_events.OPENED, one.opens_at, by)
        if one.state in ("closed", "finished"):
            rows.note("round", one, round_events.CLOSED, one.closes_at, by, {"submitted": 0})
