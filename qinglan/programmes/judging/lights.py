"""The monitor's lights that a report turns on; pure, so that golden cases and awards are judged alike."""

from collections.abc import Mapping
from dataclasses import replace

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.conditions import Answer, Truth
from qinglan.programmes.definition.after import Light
from qinglan.programmes.definition.questions import QuestionsFile
from qinglan.programmes.definition.whole import Definition


def report_form(definition: Definition, obligation: str) -> Definition | None:
    """The scheme with the questions of that report in the place of its own; None where nothing is asked."""
    for one in definition.after.obligations:
        if one.id == obligation:
            return replace(definition, questions=QuestionsFile(sections=one.report)) if one.report else None
    return None


def burning(definition: Definition, values: Mapping[str, Answer]) -> list[Light]:
    """The lights whose condition is true of a report's values and the facts; what isn't known lights nothing."""
    monitor = definition.after.monitor
    return [
        one
        for one in (monitor.lights if monitor else ())
        if conditions.judge(one.condition, values).truth is Truth.TRUE
    ]
