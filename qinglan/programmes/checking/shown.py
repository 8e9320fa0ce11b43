"""The answer to a list of codes as people read it: on the page, in the spreadsheet, on paper."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qinglan.parties.models.organisation_kind import GreenGround
from qinglan.programmes.awards.words import LIGHTS, change_words
from qinglan.programmes.checking.codes import Line
from qinglan.programmes.models import Authority, AwardState


def rows_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each line of a list, with its awards and tags in the reader's words."""
    return [_row(row) for row in content["rows"]]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if "fault" in row:
        line = Line(row["row"], row["written"], row["code"], row["fault"], row["expected"], row["first_row"])
        return {
            **row,
            "light": "late" if row["fault"] != "twice" else "idle",
            "word": _fault_word(row),
            "says": line.says,
        }
    awards = [_award(one) for one in row["awards"]]
    tags = [
        {**one, "ground": str(GreenGround(one["ground"]).label), "valid": _valid(one)} for one in row["tags"]
    ]
    holds = sum(one["holds"] for one in awards)
    if holds:
        light, word = "done", _("%(n)s in force") % {"n": holds}
    elif awards:
        light, word = "due", _("none in force any more")
    elif row["name"]:
        light, word = "idle", _("no award on the register")
    else:
        light, word = "idle", _("not on the public record")
    return {**row, "light": light, "word": word, "says": "", "awards": awards, "tags": tags}


def _fault_word(row: dict[str, Any]) -> str:
    return _("stands twice") if row["fault"] == "twice" else _("wrong code")


def _award(one: dict[str, Any]) -> dict[str, Any]:
    state = AwardState(one["state"])
    return {
        **one,
        "scheme": one["scheme_en"] if get_language() == "en" else one["scheme_zh"],
        "level": str(dict(Authority.choices).get(one["level"], one["level"])),
        "light": LIGHTS[state] if one["holds"] or one["ended_on"] else "idle",
        "word": str(state.label),
        "evidence": change_words(one["evidence_kind"]),
        "valid": _valid(one),
    }


def _valid(one: dict[str, Any]) -> str:
    if one["valid_to"]:
        return f"{one['valid_from']} – {one['valid_to']}"
    return _("from %(first)s, without an end") % {"first": one["valid_from"]}


def counts(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many codes were checked, are wrong, hold something, hold nothing."""
    wrong = sum("fault" in row and row["fault"] != "twice" for row in rows)
    twice = sum(row.get("fault") == "twice" for row in rows)
    holding = sum(any(one["holds"] for one in row.get("awards", ())) for row in rows)
    return {
        "all": len(rows),
        "wrong": wrong,
        "twice": twice,
        "holding": holding,
        "nothing": len(rows) - wrong - twice - holding,
    }


def headings() -> list[str]:
    """The columns of the spreadsheet and of the print."""
    return [
        _("Line"),
        _("Code"),
        _("Organisation"),
        _("Award"),
        _("Number"),
        _("Level"),
        _("Valid"),
        _("State"),
        _("Day of the evidence"),
        _("Source"),
    ]


def cells(rows: Sequence[dict[str, Any]], site: str) -> list[list[Any]]:
    """A line for each award; one for a code without any, and for a wrong one with what is wrong."""
    found: list[list[Any]] = []
    for row in rows:
        first = [row["row"], row["code"] or row["written"]]
        if row["says"]:
            found.append([*first, "", "", "", "", "", row["says"], "", ""])
            continue
        first.append(row["name"])
        for one in row["awards"]:
            title = f"{one['scheme']}（{one['subject']}）" if one["subject"] else one["scheme"]
            number = " ".join(part for part in (one["number"], one["document"]) if part)
            found.append(
                [
                    *first,
                    title,
                    number,
                    one["level"],
                    one["valid"],
                    _state(one),
                    one["evidence_on"],
                    site + one["url"],
                ]
            )
        for tag in row["tags"]:
            state = _("holds") if tag["holds"] else _("ended")
            title = _("Green tag: %(ground)s") % {"ground": tag["ground"]}
            found.append(
                [*first, title, tag["basis"], "", tag["valid"], state, tag["valid_from"], site + row["page"]]
            )
        if not row["awards"] and not row["tags"]:
            found.append([*first, "", "", "", "", row["word"], "", ""])
    return found


def _state(one: dict[str, Any]) -> str:
    if one["ended_on"]:
        words = _("%(state)s on %(day)s") % {"state": one["word"], "day": one["ended_on"]}
        return f"{words}：{one['reason']}" if one["reason"] else words
    return str(one["word"])
