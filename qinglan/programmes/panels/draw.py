"""The draw as arithmetic: what is committed to, the order, and who sits on which case. Knows no database.

`tools/replay_draw.py` does the same a second time without importing this; both follow docs/experts-draw.md.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ALGORITHM = "qinglan-draw-1"
"""Order by SHA-256 of seed, a line feed and pseudonym; each case has the first who may read it."""


@dataclass(frozen=True)
class Drawn:
    """What a draw is made of: labels of cases, and by pseudonym the labels that this expert may not read."""

    panel: str
    experts: int
    reserves: int
    cases: tuple[str, ...]
    pool: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def content(self, seed: str) -> dict[str, Any]:
        """What the commitment is about."""
        return {
            "algorithm": ALGORITHM,
            "cases": sorted(self.cases),
            "experts": self.experts,
            "panel": self.panel,
            "pool": [{"excluded": sorted(self.pool[name]), "pseudonym": name} for name in sorted(self.pool)],
            "reserves": self.reserves,
            "seed": seed,
        }


@dataclass(frozen=True)
class Change:
    """What happened after the draw: an expert is gone, may not read a case, a case's seats stand from now, or no more."""

    kind: str
    pseudonym: str = ""
    case: str = ""

    def stored(self) -> dict[str, str]:
        """As JSON, without what is empty."""
        parts = {"kind": self.kind, "pseudonym": self.pseudonym, "case": self.case}
        return {name: value for name, value in parts.items() if value}


def canonical(content: Mapping[str, Any]) -> bytes:
    """RFC 8785 bytes of texts, whole numbers, lists and mappings."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(drawn: Drawn, seed: str) -> str:
    """SHA-256 over pool, terms and seed: published before, and checked after."""
    return hashlib.sha256(canonical(drawn.content(seed))).hexdigest()


def order(pseudonyms: Iterable[str], seed: str) -> list[str]:
    """The order of the draw."""
    return sorted(pseudonyms, key=lambda name: (hashlib.sha256(f"{seed}\n{name}".encode()).digest(), name))


def seats(drawn: Drawn, ordered: Sequence[str], changes: Iterable[Change] = ()) -> dict[str, tuple[str, ...]]:
    """By case the first `experts` in the order who may read it, after all `changes`.

    Fewer where the order is used up. A case that was closed keeps those it had then, until it is reopened.
    """
    excluded = {(name, case) for name, cases in drawn.pool.items() for case in cases}
    gone: set[str] = set()
    closed: dict[str, tuple[str, ...]] = {}

    def of(case: str) -> tuple[str, ...]:
        if case in closed:
            return closed[case]
        able = [name for name in ordered if name not in gone and (name, case) not in excluded]
        return tuple(able[: drawn.experts])

    for change in changes:
        if change.kind == "closed":
            closed[change.case] = of(change.case)
        elif change.kind == "reopened":
            closed.pop(change.case, None)
        elif change.kind == "excluded":
            excluded.add((change.pseudonym, change.case))
        else:
            gone.add(change.pseudonym)
    return {case: of(case) for case in sorted(drawn.cases)}
