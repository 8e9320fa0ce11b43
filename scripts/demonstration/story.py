"""The table of what every target shows in every year, computed from the data themselves."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml
from demonstration.pack import Demonstration, Row

LEVELS = ("district", "municipal", "provincial", "national")
IN_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
TODAY = date(2026, 11, 30)
"""The last column: every row of the data lies before this day."""


def story(pack: Path, made: Demonstration) -> str:
    """The README of a pack's demonstration: one line a target, one column a year-end."""
    (path,) = sorted((pack / "plans").glob("*.yaml"))
    plan = yaml.safe_load(path.read_text(encoding="utf-8"))["plan"]
    territory = plan["territory"]
    rows: list[dict[str, Any]] = [flat(row) for row in made.figures]
    first = min(row["year"] for row in rows if "year" in row)
    days = [date(year, 12, 31) for year in range(first, TODAY.year)] + [TODAY]
    lines = [
        f"# {plan['title']}：演示数据 / demonstration data",
        "",
        "单位、人员和数字均为虚构，不是统计。本页由 `scripts/build_demonstration.py` 连同 `figures.yaml` 一起生成。",
        "Organisations, people and figures are invented. Made together with `figures.yaml`; not edited by hand.",
        "",
        f"{len(made.organisations)} 家单位 organisations, {len(made.figures)} 条记录 figures and entries.",
        "",
        "| target | asked | by | " + " | ".join(str(day.year) for day in days) + " | at the deadline |",
        "|---|---|---|" + "--:|" * len(days) + "---|",
    ]
    for target in (quantity for quantity in plan["quantities"] if quantity["kind"] == "target"):
        values = [measure(target["measure"], rows, day, territory, plan["base_year"]) for day in days]
        at_deadline = values[[str(day.year) for day in days].index(target["deadline"])]
        shown = " | ".join("–" if value is None else str(value) for value in values)
        asked = (
            f"{target['comparator']} {target['value']}"
            + (f"–{target['upper']}" if target["upper"] else "")
            + (" (soft)" if target["strength"] == "soft" else "")
        )
        lines.append(
            f"| {target['id']} | {asked} | {target['deadline']} | {shown} | {verdict(target, at_deadline, values[-1])} |"
        )
    lines += [
        "",
        "Columns are year-ends (the last one is today). Growth is from the plan's base year, in %.",
        "",
    ]
    return "\n".join(lines)


def measure(
    link: dict[str, Any], rows: Iterable[dict[str, Any]], on: date, territory: str, base_year: int
) -> Decimal | None:
    """The value of a target's measure on a day, from the rows alone."""
    wanted = link["with"]
    slugs = {wanted[key] for key in ("indicator", "listed_in") if key in wanted}
    rows = [row for row in rows if row["indicator"] in slugs]
    match link["name"]:
        case "reported.listed" | "programmes.awards_in_force":
            least = LEVELS.index(wanted.get("level", "district"))
            return Decimal(
                len(
                    {
                        _who(row)
                        for row in _in_force(rows, on)
                        if LEVELS.index(row.get("level", "district")) >= least
                    }
                )
            )
        case "reported.entries":
            stages = wanted.get("stages")
            return Decimal(
                len(
                    {
                        _who(row)
                        for row in rows
                        if row["from"] <= on and (not stages or row.get("stage") in stages)
                    }
                )
            )
        case "reported.at_least":
            members = {
                _who(row)
                for row in _in_force([row for row in rows if row["indicator"] == wanted["listed_in"]], on)
            }
            amounts = sorted(
                (row for row in rows if row["indicator"] == wanted["indicator"] and row["year"] <= on.year),
                key=lambda row: row["year"],
            )
            latest = {_who(row): Decimal(row["value"]) * IN_YUAN["万元"] for row in amounts}
            limit = Decimal(wanted["threshold"]) * IN_YUAN[wanted["unit"]]
            return Decimal(sum(value > limit for who, value in latest.items() if who in members))
        case "reported.growth" | "contracts.growth":  # the story registers no contract
            city = {
                row["year"]: Decimal(row["value"])
                for row in rows
                if row["territory"] == territory and row["year"] <= on.year
            }
            last = max(city, default=base_year)
            if base_year not in city or last <= base_year:
                return None
            growth = ((city[last] / city[base_year]) ** (Decimal(1) / (last - base_year)) - 1) * 100
            return growth.quantize(Decimal("0.01"), ROUND_HALF_UP)
    raise ValueError(f"the story does not know the measure {link['name']}")


def verdict(target: dict[str, Any], value: Decimal | None, today: Decimal | None) -> str:
    """In words: reached, surplus, reached late, missed, or open where the target is soft."""
    assert value is not None
    assert today is not None
    asked, upper = Decimal(target["value"]), Decimal(target["upper"] or target["value"])
    over = target["comparator"] == "gt"
    if value > asked or (value == asked and not over):
        return "surplus" if value > upper and target["comparator"] in ("eq", "approx", "range") else "reached"
    if today > asked or (today == asked and not over):
        return f"{asked - value} short, reached later"
    return f"{asked - value} short" + (", soft" if target["strength"] == "soft" else "")


def flat(row: Row) -> dict[str, Any]:
    """A row of the file, whether amount or entry, as one mapping."""
    inner = row.get("entry", row)
    assert isinstance(inner, dict)
    return inner


def _who(row: dict[str, Any]) -> object:
    return row.get("name") or row["subject"]


def _in_force(rows: Iterable[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    return [row for row in rows if row["from"] <= on and (row["to"] is None or row["to"] >= on)]
