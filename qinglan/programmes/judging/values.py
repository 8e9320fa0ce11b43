"""All that conditions and scorers may name, worked out from answers, rows and facts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.conditions import Answer, Truth
from qinglan.programmes.definition import facts as known_facts
from qinglan.programmes.definition.questions import Question, Section, Tally
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.answers import NUMBERS, named, read_answer
from qinglan.programmes.judging.derived import PRECISION, derive

Values = dict[str, Answer]
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def values(
    definition: Definition,
    answers: Mapping[str, Any],
    rows: Rows | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Values:
    """Every name of the scheme with its value; a name that isn't here, or is None, is unknown.

    `answers` are those of single questions by id, `rows` those of repeated sections by the section's id,
    `facts` by the names of `definition.facts`. What isn't asked (its `when` isn't true) counts as not
    answered. Raises answers.BadAnswer and facts.BadFact.
    """
    return worked_out(definition, answers, rows, facts)[0]


def worked_out(
    definition: Definition,
    answers: Mapping[str, Any],
    rows: Rows | None = None,
    facts: Mapping[str, Any] | None = None,
) -> tuple[Values, dict[str, list[Values]]]:
    """`values`, and the values of each row of the repeated sections. Raises as `values` does."""
    found: Values = {name: known_facts.typed(name, value) for name, value in (facts or {}).items()}
    tables: dict[str, list[Values]] = {}
    with localcontext() as context:
        context.prec = PRECISION
        for section in definition.questions.sections:
            asked = is_asked(section, found)
            if section.repeat:
                tables[section.id] = _table(section, (rows or {}).get(section.id, ()) if asked else (), found)
                _totals(section, tables[section.id], found)
            else:
                _single(section, answers if asked else {}, found)
        for tally in definition.questions.tallies:
            found[tally.id] = _tally(tally, tables.get(tally.section, []), found)
        for one in definition.questions.derived:
            found[one.id] = derive(one, found)
    return found, tables


def without_tables(definition: Definition, found: Values) -> Values:
    """The same before anybody has filled in a table: what is counted in tables isn't none but unknown."""
    known = dict(found)
    for section in definition.questions.sections:
        if section.repeat:
            names = [f"{section.id}_count", *(f"{section.id}_{name}_sum" for name in summed_names(section))]
            known.update(dict.fromkeys(names))
    known.update(dict.fromkeys(tally.id for tally in definition.questions.tallies))
    with localcontext() as context:
        context.prec = PRECISION
        for one in definition.questions.derived:
            known[one.id] = derive(one, known)
    return known


def is_asked(one: Section | Question, found: Values) -> bool:
    """Whether the section or question is asked, given the values of what stands before it."""
    return one.when is None or conditions.judge(one.when, found).truth is Truth.TRUE


def _single(section: Section, answers: Mapping[str, Any], found: Values) -> None:
    for question in section.questions:
        raw = answers.get(question.id)
        if question.type == "choices":
            found.update(named(question, raw if is_asked(question, found) else None))
        elif raw is None or not is_asked(question, found):
            found[question.id] = None
        else:
            found[question.id] = read_answer(question, raw)


def _table(section: Section, rows: Sequence[Mapping[str, Any]], found: Values) -> list[Values]:
    made: list[Values] = []
    for answers in rows:
        row: Values = dict(found)
        own: Values = {}
        for question in section.questions:
            raw = answers.get(question.id)
            own.update(named(question, raw if is_asked(question, row) else None))
            row.update(own)
        for one in section.derived:
            own[one.id] = row[one.id] = derive(one, row)
        made.append(own)
    return made


def summed_names(section: Section) -> list[str]:
    """The questions and derived quantities of a repeated section whose sum conditions see."""
    return [
        *(question.id for question in section.questions if question.type in NUMBERS),
        *(one.id for one in section.derived),
    ]


def _totals(section: Section, table: list[Values], found: Values) -> None:
    found[f"{section.id}_count"] = Decimal(len(table))
    for name in summed_names(section):
        found[f"{section.id}_{name}_sum"] = _sum([row.get(name) for row in table])


def _sum(parts: list[Answer]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if not isinstance(part, Decimal):
            return None
        total += part
    return total


def _tally(tally: Tally, table: list[Values], found: Values) -> Decimal | None:
    parts: list[Answer] = []
    for row in table:
        truth = conditions.judge(tally.where, {**found, **row}).truth if tally.where else Truth.TRUE
        if truth is Truth.UNKNOWN:
            return None
        if truth is Truth.TRUE:
            parts.append(row.get(tally.adds) if tally.adds else Decimal(1))
    return _sum(parts)
