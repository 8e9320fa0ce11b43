"""Golden cases: each is worked out again, and every difference is a fault."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from qinglan.kernel.rulebook.conditions import Answer, BadCondition
from qinglan.programmes.definition.golden import GoldenCase, GoldenEvaluation, GoldenReport
from qinglan.programmes.definition.steps import ENDS
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.amounts import amounts
from qinglan.programmes.judging.evaluation import grade_of
from qinglan.programmes.judging.lights import burning, report_form
from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.judging.score import Score, score
from qinglan.programmes.judging.values import worked_out


def golden_faults(definition: Definition, case: GoldenCase) -> list[str]:
    """Everything that doesn't come out as the case says."""
    unknown = list(_unknown_names(definition, case))
    if unknown:
        return unknown
    try:
        return list(_differences(definition, case))
    except (ValueError, KeyError, BadCondition, InvalidOperation) as error:
        return [f"can't be worked out: {error}"]


def _unknown_names(definition: Definition, case: GoldenCase) -> Iterator[str]:
    valid = definition.manifest.valid
    if case.on < valid.first or (valid.last is not None and case.on > valid.last):
        yield f"on {case.on} the scheme isn't in force"
    single = {question.id for section, question in definition.all_questions() if not section.repeat}
    tables = {section.id: section for section in definition.questions.sections if section.repeat}
    for name in sorted(case.answers.keys() - single):
        yield f"there is no question {name!r}"
    for name, rows in case.rows.items():
        if name not in tables:
            yield f"there is no repeated section {name!r}"
            continue
        asked = {question.id for question in tables[name].questions}
        for other in sorted({key for row in rows for key in row} - asked):
            yield f"the section {name} has no question {other!r}"


def _differences(definition: Definition, case: GoldenCase) -> Iterator[str]:
    found, tables = worked_out(definition, case.answers, case.rows, case.facts)
    for name, expected in case.derived.items():
        yield from _number(name, expected, found.get(name))
    verdicts = {
        one.id: one.truth for one in judge_requirements(definition, found, replies=case.replies or None)
    }
    for name, truth in case.requirements.items():
        if verdicts.get(name) != truth:
            yield f"the requirement {name} is {verdicts.get(name, 'not there')}, not {truth}"
    result = score(definition, found, case.marks) if definition.scoring is not None else None
    if result is not None:
        yield from _score(case, result)
    elif case.score is not None or case.grade is not None or case.lines:
        yield "the scheme has no scoring"
    if case.amounts:
        yield from _amounts(definition, case, found, tables, result)
    yield from _path(definition, case)
    for number, report in enumerate(case.reports, 1):
        yield from (f"report {number}: {reason}" for reason in _report(definition, report))
    for evaluation in case.evaluations:
        yield from _evaluation(definition, evaluation)


def _number(name: str, expected: str, found: Any) -> Iterator[str]:
    if expected == "unknown":
        if found is not None:
            yield f"{name} is {found}, not unknown"
    elif not isinstance(found, Decimal) or found != Decimal(expected):
        yield f"{name} is {'unknown' if found is None else found}, not {expected}"


def _score(case: GoldenCase, result: Score) -> Iterator[str]:
    lines = {one.id: one for one in result.lines}
    for name, expected in case.lines.items():
        if name in lines:
            yield from _number(f"the line {name}", expected, lines[name].marks)
        else:
            yield f"there is no line {name!r}"
    if case.score is not None:
        yield from _number("the score", case.score, result.low)
        yield from _number("the most that the score can be", case.score_at_most or case.score, result.high)
    if case.grade is not None and (result.grade or "unknown") != case.grade:
        yield f"the grade is {result.grade or 'unknown'}, not {case.grade}"


def _amounts(
    definition: Definition,
    case: GoldenCase,
    found: Mapping[str, Answer],
    tables: Mapping[str, Any],
    result: Score | None,
) -> Iterator[str]:
    if definition.money is None:
        yield "the scheme pays nothing"
        return
    known = {**found, "score": result.total if result else None, "grade": result.grade if result else None}
    paid = {name: Decimal(value) for name, value in case.paid.items()}
    made = amounts(definition, known, tables, claimed=case.claimed, paid=paid)
    by_id = {line.id: line.amount for line in made.lines}
    for name, expected in case.amounts.items():
        yield from _number(f"the amount {name}", expected, by_id.get(name))


def _path(definition: Definition, case: GoldenCase) -> Iterator[str]:
    if not case.path and case.ends is None:
        return
    at = definition.steps.start
    for outcome in case.path:
        if at in ENDS:
            yield f"the case has ended ({at}) before the outcome {outcome!r}"
            return
        step = definition.step(at)
        if outcome not in step.next:
            yield f"the step {at} has no outcome {outcome!r}"
            return
        at = step.next[outcome]
    if case.ends is not None and at != case.ends:
        yield f"the path leads to {at}, not to {case.ends}"


def _report(definition: Definition, report: GoldenReport) -> Iterator[str]:
    form = report_form(definition, report.obligation)
    if form is None:
        yield f"no obligation {report.obligation!r} has a report"
        return
    asked = {question.id for section, question in form.all_questions() if not section.repeat}
    for name in sorted(report.answers.keys() - asked):
        yield f"there is no question {name!r}"
    found, _tables = worked_out(form, report.answers, report.rows, report.facts)
    lit = {one.id for one in burning(definition, found)}
    if lit != set(report.lights):
        yield f"the lights are {sorted(lit)}, not {sorted(set(report.lights))}"


def _evaluation(definition: Definition, expected: GoldenEvaluation) -> Iterator[str]:
    again = definition.after.re_evaluation
    if again is None:
        yield "the scheme has no re-evaluation"
        return
    found = grade_of(again, Decimal(expected.score))
    grade, leads_to = (found.id, found.leads_to) if found is not None else ("none", "nothing")
    if (grade, leads_to) != (expected.grade, expected.leads_to):
        yield f"a re-evaluation with {expected.score} is {grade} and leads to {leads_to}, not {expected.grade} and {expected.leads_to}"
