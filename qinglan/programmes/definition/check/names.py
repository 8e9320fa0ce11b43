"""Which names a definition declares, of which type; whether what names them is right."""

import re
from collections.abc import Iterator, Mapping

from qinglan.kernel.rulebook import conditions
from qinglan.programmes.definition.facts import fact
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.definition.whole import Definition

Types = dict[str, str]
_NUMBERS = frozenset({"integer", "number", "money", "percent", "year"})
_EQUALS = re.compile(r"([A-Za-z_][\w.]*)\s*[!=]=\s*['\"]([^'\"]*)['\"]", re.ASCII)


def type_of(question: Question) -> str:
    """The type under which conditions see the answer: number, text, date or yes_no."""
    if question.type in _NUMBERS:
        return "number"
    if question.type in ("date", "yes_no"):
        return question.type
    return "yes_no" if question.type == "file" else "text"


def names_in(questions: tuple[Question, ...]) -> Types:
    """The names of these questions' answers with their types."""
    found: Types = {}
    for question in questions:
        if question.type == "choices":
            found[f"{question.id}_count"] = "number"
            found |= {f"{question.id}.{option.id}": "yes_no" for option in question.options}
        else:
            found[question.id] = type_of(question)
    return found


def totals_of(section: Section) -> Types:
    """The names that a repeated section gives the whole form."""
    summed = [one.id for one in section.questions if type_of(one) == "number" and one.type != "choices"]
    summed += [one.id for one in section.derived]
    return {f"{section.id}_count": "number"} | {f"{section.id}_{name}_sum": "number" for name in summed}


def row_names(section: Section) -> Types:
    """The names that a row of a repeated section has of its own."""
    return names_in(section.questions) | {one.id: "number" for one in section.derived}


def declared(definition: Definition) -> Types:
    """All names that conditions, scorers and amounts may use, without facts."""
    found: Types = {}
    for section in definition.questions.sections:
        found |= totals_of(section) if section.repeat else names_in(section.questions)
    found |= {one.id: "number" for one in definition.questions.tallies}
    found |= {one.id: "number" for one in definition.questions.derived}
    return found


def paid_names(definition: Definition) -> Types:
    """The names that amounts may use besides: score, grade, and what is claimed."""
    found: Types = {"score": "number", "grade": "text"}
    claim = definition.money.claim if definition.money else None
    if claim is not None:
        found |= {f"{claim.section}_claimed": "number", f"{claim.section}_claimed_count": "number"}
    return found


def known_type(name: str, types: Mapping[str, str]) -> str | None:
    """The type of a declared name or fact; None where it is neither."""
    if name in types:
        return types[name]
    known = fact(name)
    return known.type if known else None


def options_of(definition: Definition) -> dict[str, frozenset[str]]:
    """The options of each choice, by the question's id."""
    return {
        question.id: frozenset(option.id for option in question.options)
        for _section, question in definition.all_questions()
        if question.type == "choice"
    }


def condition_faults(
    expression: str, types: Mapping[str, str], options: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """What is wrong with a condition: not readable, names nobody declared, options that aren't there."""
    try:
        names = conditions.names(expression)
    except conditions.BadCondition as error:
        yield f"the condition {expression!r} can't be read: {error}"
        return
    for name in names:
        if known_type(name, types) is None:
            yield f"the condition names {name!r}, which is no question, quantity or fact (so far)"
    for name, option in _EQUALS.findall(expression):
        if name in options and option not in options[name]:
            yield f"the condition asks whether {name} is {option!r}, which is none of its options"


def number_fault(name: str, types: Mapping[str, str], what: str) -> str | None:
    """What is wrong with `name` as the number that `what` needs, or None."""
    found = known_type(name, types)
    if found is None:
        return f"{what} names {name!r}, which is no question, quantity or fact (so far)"
    return None if found == "number" else f"{what} needs a number, and {name!r} is a {found}"
