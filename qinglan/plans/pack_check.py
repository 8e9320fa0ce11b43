"""What a plan file must hold true beyond its form."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qinglan.kernel.measures.registry import BadParameters, UnknownMeasure, check_parameters
from qinglan.kernel.parts import PARTS
from qinglan.plans.evaluation import last_day
from qinglan.plans.pack_form import PlanFile, PlanForm, QuantityForm


def findings(path: Path, content: PlanFile) -> list[str]:
    """One line per fault: references that lead nowhere, duplicates, measures that don't fit."""
    plan = content.plan
    found = [*_numbers(plan), *_articles(plan), *_quantities(plan), *_bodies(plan)]
    return [f"{path}: {finding}" for finding in found]


def _numbers(plan: PlanForm) -> Iterator[str]:
    for what, rows in (("chapter", plan.chapters), ("article", plan.articles)):
        counted = Counter(row.number for row in rows)
        yield from (f"the {what} {number} stands twice" for number, count in counted.items() if count > 1)


def _articles(plan: PlanForm) -> Iterator[str]:
    chapters = {chapter.number for chapter in plan.chapters}
    for article in plan.articles:
        if article.chapter not in chapters:
            yield f"article {article.number} lies in chapter {article.chapter}, which is not listed"
        for service in article.serves:
            if service.part not in PARTS:
                yield f"article {article.number} is served by an unknown part {service.part!r}"
        if len({service.part for service in article.serves}) < len(article.serves):
            yield f"article {article.number} names a part twice"


def _quantities(plan: PlanForm) -> Iterator[str]:
    articles = {article.number for article in plan.articles}
    seen: set[str] = set()
    for quantity in plan.quantities:
        if quantity.id in seen:
            yield f"the id {quantity.id!r} stands twice"
        seen.add(quantity.id)
        if quantity.article not in articles:
            yield f"{quantity.id}: article {quantity.article} is not listed"
        if (quantity.comparator == "range") != (quantity.upper is not None):
            yield f"{quantity.id}: a range, and only a range, has an upper value"
        elif quantity.upper is not None and quantity.upper <= quantity.value:
            yield f"{quantity.id}: the upper value must be larger than the lower"
        if quantity.deadline and last_day(quantity.deadline) is None:
            yield f"{quantity.id}: the deadline {quantity.deadline!r} is no year, month or day"
        yield from _measure(quantity)


def _measure(quantity: QuantityForm) -> Iterator[str]:
    if quantity.measure is None:
        if quantity.kind == "target":
            yield f"{quantity.id}: a target needs a measure"
        return
    try:
        check_parameters(quantity.measure.name, quantity.measure.parameters)
    except UnknownMeasure:
        yield f"{quantity.id}: there is no measure {quantity.measure.name!r}"
    except BadParameters as error:
        yield f"{quantity.id}: {error}"


def _bodies(plan: PlanForm) -> Iterator[str]:
    articles = {article.number for article in plan.articles}
    for body in plan.bodies:
        if body.article not in articles:
            yield f"{body.name}: article {body.article} is not listed"
