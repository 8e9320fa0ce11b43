"""The report of an obligation as a form: its questions as a small definition, and what its answers light."""

from collections.abc import Mapping
from typing import Any

from qinglan.kernel import clock
from qinglan.programmes.cases.form_state import FormState, settle
from qinglan.programmes.cases.known_facts import Asked, facts_about
from qinglan.programmes.definition.after import Light, Obligation
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.lights import burning, report_form
from qinglan.programmes.judging.values import worked_out
from qinglan.programmes.models import Award, Duty


def obligation_of(duty: Duty) -> Obligation | None:
    """What the scheme says of the duty; None where its version doesn't know it."""
    return duty.award.version.definition.after.obligation(duty.obligation)


def report_of(duty: Duty) -> Definition | None:
    """The scheme with the questions of the report in the place of its own; None where nothing is asked."""
    obligation = obligation_of(duty)
    return None if obligation is None else report_form(duty.award.version.definition, obligation.id)


def questions_of(report: Definition) -> dict[str, Question]:
    """The single questions of a report, by id. Files aren't part of the page; for repeated sections see below."""
    return {
        question.id: question
        for section, question in report.all_questions()
        if not section.repeat and question.type != "file"
    }


def repeated_of(report: Definition) -> dict[str, Section]:
    """The repeated sections of a report, by id."""
    return {section.id: section for section in report.questions.sections if section.repeat}


def facts_about_holder(award: Award) -> dict[str, Any]:
    """What the system knows of the holder today."""
    return facts_about(Asked(award.holder, award.programme, clock.today()))


def state_of(duty: Duty, report: Definition) -> FormState:
    """How far the report is filled in; files are handed over at the counter, not missed here."""
    return settle(report, duty.answers, duty.rows, facts_about_holder(duty.award), ())


def lights_of(
    award: Award, answers: Mapping[str, Any], rows: Mapping[str, Any], report: Definition | None
) -> list[Light]:
    """The rules of the monitor that are true of a report's answers and of what is known of the holder.

    What isn't known lights nothing. Pure but for reading the facts.
    """
    definition = award.version.definition
    if definition.after.monitor is None:
        return []
    values, _tables = worked_out(report or definition, answers, rows, facts_about_holder(award))
    return burning(definition, values)
