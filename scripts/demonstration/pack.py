"""What a generator collects, and how it is written as YAML."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from demonstration.uscc import demonstration_code

Row = dict[str, object]
Both = tuple[str, str]
"""A text in Chinese and English."""
REPORTER = "officer-demo"


@dataclass(frozen=True)
class Organisation:
    """An organisation of the demonstration; `territory` is where it lies today."""

    code: str
    name: str
    territory: str
    industry: str
    kind: str


@dataclass
class Demonstration:
    """Organisations and figures of one pack."""

    organisations: list[Organisation] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)

    def organisation(
        self, name: str, territory: str, industry: str, *, kind: str = "enterprise", region: str = ""
    ) -> Organisation:
        """Add an organisation; `region` is the code of its place of registration."""
        prefix = "91" if kind == "enterprise" else "12"
        code = demonstration_code(prefix, region or territory, len(self.organisations) + 1)
        made = Organisation(code, name, territory, industry, kind)
        self.organisations.append(made)
        return made

    def amount(
        self,
        indicator: str,
        territory: str,
        year: int,
        value: int,
        evidence: Both,
        reported_on: date,
        subject: Organisation | None = None,
    ) -> None:
        """Add a figure for a year."""
        self.figures.append(
            {
                "indicator": indicator,
                "subject": subject.code if subject else None,
                "territory": territory,
                "year": year,
                "value": str(value),
                "evidence": dict(zip(("zh", "en"), evidence, strict=True)),
                "reporter": REPORTER,
                "reported_on": reported_on,
            }
        )

    def entry(
        self,
        indicator: str,
        territory: str,
        start: date,
        evidence: Both,
        *,
        subject: Organisation | None = None,
        name: str = "",
        level: str = "",
        stage: str = "",
        end: date | None = None,
        number: str = "",
    ) -> None:
        """Add a listed item: an organisation (`subject`), or a thing or person (`name`)."""
        row: Row = {"indicator": indicator, "subject": subject.code if subject else None}
        optional = {"name": name, "level": level, "stage": stage}
        row |= {key: value for key, value in optional.items() if value}
        row |= {"territory": territory, "from": start, "to": end}
        if number:
            row["number"] = number
        row |= {
            "evidence": dict(zip(("zh", "en"), evidence, strict=True)),
            "reporter": REPORTER,
            "reported_on": start + timedelta(days=10),
        }
        self.figures.append({"entry": row})

    def write(self, path: Path, header: str) -> None:
        """Write both lists, one item a line."""
        lines = [*(f"# {line}" for line in header.splitlines()), "organisations:"]
        lines += [f"  - {flow(vars(organisation))}" for organisation in self.organisations]
        lines += ["figures:", *(f"  - {flow(row)}" for row in self.figures)]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def flow(value: object) -> str:
    """A value in YAML's flow style: strings in double quotes, dates and numbers plain."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts in proportion to `weights`, by largest remainders; the sum is exact."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def wave(*key: int) -> float:
    """A reproducible number from 0 to 1 for a key, to make figures look less smooth."""
    mixed = 17
    for part in key:
        mixed = (mixed * 7919 + part * 104729 + 12345) % 1_000_003
    return mixed / 1_000_003
