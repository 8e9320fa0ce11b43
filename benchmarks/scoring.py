"""Scoring green-factory cases: the interpreter of definitions against the same scheme written by hand in Decimal.

    python -m benchmarks.scoring [--cases 10000] [--rounds 3]

Both read the same answers as they are stored (numbers as text) and must come to the same totals. The interpreter
also says for each line how it came about. Printed are seconds (the best of the rounds), cases a second, and the
ratio. Ends with 1 when 10,000 cases take the interpreter 10 s or more.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

LIMIT = 10.0
FOLDER = Path(__file__).parent.parent / "packs" / "cn-national" / "programmes" / "green-factory" / "2025"
CENT = Decimal("0.01")
FOUR = Decimal("0.0001")
ZERO = Decimal(0)
LINEAR = (
    ("energy_intensity", "8", "1.6", "1"),
    ("carbon_intensity", "8", "3.9", "2.2"),
    ("renewable_share", "8", "18", "55"),
    ("material_intensity", "8", "1.3", "1"),
    ("water_intensity", "8", "1.6", "1"),
    ("water_reuse", "8", "60", "95"),
    ("waste_use", "6", "65", "95"),
    ("pollutant_intensity", "6", "1.6", "1"),
)
PLAN = [(name, Decimal(full), Decimal(base), Decimal(leading)) for name, full, base, leading in LINEAR]
EQUIPMENT = {"encouraged": Decimal(6), "permitted": Decimal(3), "restricted": ZERO}
DESIGN = {"most": Decimal(8), "some": Decimal(4), "none": ZERO}
FOOTPRINT = {"published": Decimal(8), "done": Decimal("4.8"), "none": ZERO}


def cases(number: int) -> list[dict[str, Any]]:
    """Answers of `number` invented factories, the same each time."""
    source = random.Random(20_260_101)  # noqa: S311 - no secret

    def near(low: float, high: float) -> str:
        return f"{source.uniform(low, high):.3f}"

    return [
        {
            "factory": f"示例工厂{serial}（演示）",
            "legal_person": True,
            "manufacturing": True,
            "provincial_list": source.random() < 0.9,
            "discharge_permit": True,
            "quality_system": True,
            "safety_system": True,
            "environment_system": True,
            "energy_system": source.random() < 0.9,
            "months_stopped": "0",
            "accident": False,
            "tax_evasion": False,
            "inspection_problem": False,
            "energy_inspection_open": False,
            "energy_intensity": near(0.8, 1.8),
            "carbon_intensity": near(2, 4.2),
            "renewable_share": near(0, 80),
            "energy_platform": source.random() < 0.6,
            "material_intensity": near(0.8, 1.4),
            "water_intensity": near(0.8, 1.8),
            "water_reuse": near(40, 100),
            "waste_use": near(50, 100),
            "equipment": source.choice(("encouraged", "permitted", "restricted")),
            "retrofit_investment": str(source.randrange(0, 10**7)),
            "fixed_investment": str(source.randrange(10**7, 10**8)),
            "pollutant_intensity": near(0.8, 1.8),
            "eco_design": source.choice(("most", "some", "none")),
            "footprint": source.choice(("published", "done", "none")),
            "output": str(source.randrange(10**8, 10**9)),
            "area": near(2, 20),
        }
        for serial in range(number)
    ]


def linear(value: Decimal, full: Decimal, base: Decimal, leading: Decimal) -> Decimal:
    """Marks between base and leading, held at both ends, rounded to the cent."""
    share = min(max((value - base) / (leading - base), ZERO), Decimal(1))
    return (full * share).quantize(CENT, ROUND_HALF_UP)


def by_hand(answers: dict[str, Any]) -> tuple[Decimal, str]:
    """Total and grade of one case, as a programmer would write this one scheme."""
    total = sum((linear(Decimal(answers[name]), *rule) for name, *rule in PLAN), ZERO)
    total += Decimal(6) if answers["energy_platform"] else ZERO
    total += EQUIPMENT[answers["equipment"]] + DESIGN[answers["eco_design"]] + FOOTPRINT[answers["footprint"]]
    invested = Decimal(answers["retrofit_investment"]) / Decimal(answers["fixed_investment"]) * 100
    total += linear(invested.quantize(FOUR, ROUND_HALF_UP), Decimal(4), Decimal(5), Decimal(20))
    per_hectare = (Decimal(answers["output"]) / Decimal(answers["area"])).quantize(CENT, ROUND_HALF_UP)
    land = (per_hectare * FOUR).quantize(FOUR, ROUND_HALF_UP)
    total += linear(land, Decimal(8), Decimal(3000), Decimal(9000))
    return total, "candidate" if total >= 85 else "municipal" if total >= 60 else "below"


def timed(
    work: Callable[[dict[str, Any]], Any], all_answers: Sequence[dict[str, Any]]
) -> tuple[float, list[Any]]:
    """Seconds for all cases, and what came of them."""
    begin = time.perf_counter()
    made = [work(answers) for answers in all_answers]
    return time.perf_counter() - begin, made


def main() -> int:
    """Time both, compare their results, print; the exit code."""
    parser = argparse.ArgumentParser(description="Score green-factory cases.")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    from qinglan.programmes.definition.reading import read_definition  # noqa: PLC0415 - after the options
    from qinglan.programmes.judging.score import score  # noqa: PLC0415 - as above
    from qinglan.programmes.judging.values import values  # noqa: PLC0415 - as above

    definition = read_definition(FOLDER)

    def interpreted(answers: dict[str, Any]) -> Any:
        return score(definition, values(definition, answers))

    all_answers = cases(options.cases)
    best_interpreter = best_hand = float("inf")
    for _round in range(options.rounds):
        seconds, scores = timed(interpreted, all_answers)
        best_interpreter = min(best_interpreter, seconds)
        seconds, totals = timed(by_hand, all_answers)
        best_hand = min(best_hand, seconds)
    different = sum((one.total, one.grade) != expected for one, expected in zip(scores, totals, strict=True))
    print(f"{options.cases} green-factory cases (2025), {different} with different results")
    for name, seconds in (("interpreter, every line explained", best_interpreter), ("by hand", best_hand)):
        print(f"{name:36} {seconds:8.3f} s {options.cases / seconds:10.0f} cases a second")
    print(f"ratio {best_interpreter / best_hand:.2f}; limit {LIMIT:.0f} s for 10000 cases")
    slow = best_interpreter / options.cases * 10_000 >= LIMIT
    return 1 if slow or different else 0


if __name__ == "__main__":
    sys.exit(main())
