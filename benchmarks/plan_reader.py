"""Quality and speed of the plan reader over texts with hand-checked readings.

`python -m benchmarks.plan_reader [--texts DIR --gold DIR]` prints precision, recall and F1 for articles, targets and
rules, for each document and in total; then how often the fields that do not decide a match are right; then documents
per second. A quantity matches on article, kind, value, upper, unit and comparator with overlapping quotes, one to one.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qinglan.plans.reader import read_file, read_text

Item = dict[str, Any]
_FIELDS = ("deadline", "strength", "indicator", "action")
_SPEED_LENGTH = 8000


@dataclass
class Score:
    """Counts of one kind of item."""

    matched: int = 0
    read: int = 0
    gold: int = 0

    def add(self, other: "Score") -> None:
        """Sum in place."""
        self.matched += other.matched
        self.read += other.read
        self.gold += other.gold

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 where nothing was read."""
        return self.matched / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was read; 1 where nothing is there."""
        return self.matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Result:
    """Scores of one document or of all, and what went wrong."""

    scores: dict[str, Score] = field(
        default_factory=lambda: {name: Score() for name in ("articles", "targets", "rules")}
    )
    fields: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(_FIELDS, (0, 0)))
    missed: list[Item] = field(default_factory=list)
    extra: list[Item] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        """Sum in place."""
        for name, score in other.scores.items():
            self.scores[name].add(score)
        for name, (right, seen) in other.fields.items():
            mine = self.fields[name]
            self.fields[name] = (mine[0] + right, mine[1] + seen)


def overlapping(a: str, b: str) -> bool:
    """Whether two quotes share a run of characters that holds a number: one contains, or runs into, the other."""
    if a in b or b in a:
        return True
    short, long = sorted((a, b), key=len)
    return any(
        short[i:] and (long.startswith(short[i:]) or long.endswith(short[: len(short) - i]))
        for i in range(len(short) - 1)
    )


def _key(item: Item) -> tuple[Any, ...]:
    return tuple(item.get(name) for name in ("article", "kind", "value", "upper", "unit", "comparator"))


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) else value


def match(gold: Sequence[Item], read: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Pair gold quantities with read ones, one to one, the closest quotes first."""
    left = list(range(len(read)))
    pairs: list[tuple[Item, Item]] = []
    for item in gold:
        fits = [
            i for i in left if _key(read[i]) == _key(item) and overlapping(read[i]["quote"], item["quote"])
        ]
        if fits:
            best = min(fits, key=lambda i: abs(len(read[i]["quote"]) - len(item["quote"])))
            left.remove(best)
            pairs.append((item, read[best]))
    return pairs


def compare(gold: Item, read: Item) -> Result:
    """Score one reading against its gold."""
    result = Result()
    shape: Callable[[Item], tuple[Any, ...]] = lambda a: (a["number"], a["heading"], a["chapter"])  # noqa: E731
    wanted, got = [shape(a) for a in gold["articles"]], [shape(a) for a in read["articles"]]
    result.scores["articles"] = Score(len(set(wanted) & set(got)), len(got), len(wanted))
    pairs = match(gold["quantities"], read["quantities"])
    for name, kind in (("targets", "target"), ("rules", "rule")):
        result.scores[name] = Score(
            sum(1 for item, _ in pairs if item["kind"] == kind),
            sum(1 for item in read["quantities"] if item["kind"] == kind),
            sum(1 for item in gold["quantities"] if item["kind"] == kind),
        )
    for name in _FIELDS:
        known = [(a, b) for a, b in pairs if name in a]
        result.fields[name] = (sum(1 for a, b in known if a[name] == b[name]), len(known))
    used = [id(b) for _, b in pairs]
    held = [id(a) for a, _ in pairs]
    result.missed = [a for a in gold["quantities"] if id(a) not in held]
    result.extra = [b for b in read["quantities"] if id(b) not in used]
    return result


def measure(texts: Path, gold: Path) -> dict[str, Result]:
    """Score every gold file that has its text; keys are file names."""
    results: dict[str, Result] = {}
    for path in sorted(gold.glob("*.json")):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        document = texts / wanted["document"]
        if document.exists():
            results[path.stem] = compare(wanted, read_file(document).to_json())
    return results


def speed(texts: Path, seconds: float = 3.0) -> tuple[float, int]:
    """Documents per second on one core, and the number read: plans of about 8,000 characters, no two alike."""
    sources = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(texts.glob("*.txt"))]
    documents = [_cut(sources, turn) for turn in range(200)]
    done = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        read_text(documents[done % len(documents)])
        done += 1
    return done / (time.perf_counter() - began), done


def _cut(sources: list[str], turn: int) -> str:
    """About 8,000 characters from the sources, rotated and with other figures for each turn."""
    lines: list[str] = []
    size = 0
    at = turn
    while size < _SPEED_LENGTH:
        text = sources[at % len(sources)]
        for line in text.splitlines():
            changed = line.replace("30", str(31 + turn)).replace("市", "市" if turn % 2 else "县")
            lines.append(changed)
            size += len(changed)
            if size >= _SPEED_LENGTH:
                break
        at += 1
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 0, or 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(description="Quality and speed of the plan reader.")
    parser.add_argument("--texts", type=Path, default=Path("../shared/seeds"))
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument(
        "--errors", action="store_true", help="list what was missed and what was read in excess"
    )
    options = parser.parse_args(arguments)
    results = measure(options.texts, options.gold)
    if not results:
        print(f"no texts with gold files in {options.texts} and {options.gold}", file=sys.stderr)
        return 1
    total = Result()
    for result in results.values():
        total.add(result)
    print(f"{'document':<24}{'':10}{'precision':>10}{'recall':>8}{'F1':>8}{'right/read/gold':>20}")
    for name, result in [*results.items(), ("total", total)]:
        for kind, score in result.scores.items():
            counts = f"{score.matched}/{score.read}/{score.gold}"
            print(
                f"{name:<24}{kind:<10}{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}{counts:>20}"
            )
        if options.errors:
            for sign, items in (("-", result.missed), ("+", result.extra)):
                for item in items:
                    print(
                        "   ",
                        sign,
                        item["article"],
                        item["kind"],
                        item["comparator"],
                        item["value"],
                        item["upper"],
                        item["unit"],
                        item["quote"],
                    )
    told = ", ".join(f"{name} {right / seen:.3f}" for name, (right, seen) in total.fields.items() if seen)
    print(f"fields of matched quantities: {told}")
    rate, count = speed(options.texts)
    print(
        f"speed: {rate:.0f} documents of {_SPEED_LENGTH:,} characters per second on one core ({count} read)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
