"""The form of questions, scoring and money: ids, options, names, ranges."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from qinglan.kernel.rulebook.yaml_file import Location
from qinglan.programmes.definition.check.finding import Finding
from qinglan.programmes.definition.check.names import (
    Types,
    condition_faults,
    declared,
    known_type,
    names_in,
    number_fault,
    options_of,
    row_names,
    totals_of,
)
from qinglan.programmes.definition.facts import fact
from qinglan.programmes.definition.questions import Derived, Question, Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.derived import CONSTANT

FILE = "questions.yaml"
RESERVED = frozenset({"score", "grade"})


def twice(ids: Iterable[str]) -> list[str]:
    """The ids that stand more than once."""
    return sorted(one for one, count in Counter(ids).items() if count > 1)


def question_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with the questions: read in order, so that a condition only names what stands before it."""
    form = definition.questions
    options = options_of(definition)
    known: Types = {}
    every = [one.id for one in form.tallies] + [one.id for one in form.derived]
    for section in form.sections:
        every += [section.id, *totals_of(section)] if section.repeat else [section.id]
        every += [name for question in section.questions for name in names_in((question,))]
        every += [one.id for one in section.derived]
    for name in twice(every):
        yield Finding(FILE, ("sections",), f"{name!r} is the name of more than one thing")
    for name in sorted(RESERVED & set(every)):
        yield Finding(FILE, ("sections",), f"{name!r} is kept for the result of the score")
    for number, section in enumerate(form.sections):
        at: Location = ("sections", number)
        if section.when is not None:
            for reason in condition_faults(section.when, known, options):
                yield Finding(FILE, (*at, "when"), reason)
        yield from _section(section, at, known, options)
        known |= totals_of(section) if section.repeat else names_in(section.questions)
    yield from _tallies(definition, known, options)
    for number, one in enumerate(form.derived):
        yield from _derived(one, ("derived", number), known, definition)
        known[one.id] = "number"


def _section(
    section: Section, at: Location, known: Types, options: dict[str, frozenset[str]]
) -> Iterator[Finding]:
    seen = dict(known)
    if not section.repeat and (section.derived or section.least_rows):
        yield Finding(FILE, at, f"{section.id}: only a repeated section has rows")
    if section.least_rows > section.most_rows:
        yield Finding(FILE, (*at, "least_rows"), "more rows are needed than are allowed")
    for number, question in enumerate(section.questions):
        place = (*at, "questions", number)
        yield from _question(question, place)
        if question.when is not None:
            for reason in condition_faults(question.when, seen, options):
                yield Finding(FILE, (*place, "when"), reason)
        seen |= names_in((question,))
    for number, one in enumerate(section.derived):
        yield from _derived(one, (*at, "derived", number), seen, None, options)
        seen[one.id] = "number"


def _question(question: Question, at: Location) -> Iterator[Finding]:
    chooses = question.type in ("choice", "choices")
    if chooses and len(question.options) < 2:
        yield Finding(FILE, at, f"{question.id}: a choice has at least two options")
    if not chooses and question.options:
        yield Finding(FILE, (*at, "options"), f"{question.id}: only a choice has options")
    for one in twice(option.id for option in question.options):
        yield Finding(FILE, (*at, "options"), f"{question.id}: the option {one!r} stands twice")
    if question.least is not None and question.most is not None and question.least > question.most:
        yield Finding(FILE, (*at, "least"), f"{question.id}: the least is more than the most")
    if question.prefill is not None and fact(question.prefill) is None:
        yield Finding(FILE, (*at, "prefill"), f"{question.id}: there is no fact {question.prefill!r}")


def _tallies(definition: Definition, known: Types, options: dict[str, frozenset[str]]) -> Iterator[Finding]:
    repeated = {section.id: section for section in definition.questions.sections if section.repeat}
    for number, tally in enumerate(definition.questions.tallies):
        at: Location = ("tallies", number)
        section = repeated.get(tally.section)
        if section is None:
            yield Finding(
                FILE, (*at, "section"), f"{tally.id}: there is no repeated section {tally.section!r}"
            )
            continue
        row = row_names(section)
        if tally.where is not None:
            for reason in condition_faults(tally.where, known | row, options):
                yield Finding(FILE, (*at, "where"), reason)
        if tally.adds is not None and row.get(tally.adds) != "number":
            yield Finding(FILE, (*at, "adds"), f"{tally.id}: {tally.adds!r} is no number of a row")
        known[tally.id] = "number"


def _derived(
    one: Derived,
    at: Location,
    known: Types,
    definition: Definition | None,
    options: dict[str, frozenset[str]] | None = None,
) -> Iterator[Finding]:
    if one.kind == "rate":
        choices = options if options is not None else options_of(definition) if definition else {}
        if one.of[0] not in choices or one.of[0] not in known:
            yield Finding(FILE, (*at, "of"), f"{one.id}: {one.of[0]!r} is no choice (so far)")
        elif missing := sorted(choices[one.of[0]] - one.table.keys()):
            yield Finding(FILE, (*at, "table"), f"{one.id}: no rate for {', '.join(missing)}")
        return
    for name in one.of:
        reason = None if CONSTANT.fullmatch(name) else number_fault(name, known, one.id)
        if reason:
            yield Finding(FILE, (*at, "of"), reason)


def requirement_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with the requirements."""
    file, types, options = "requirements.yaml", declared(definition), options_of(definition)
    requirements = definition.requirements.requirements
    for one in twice(requirement.id for requirement in requirements):
        yield Finding(file, ("requirements",), f"{one!r} stands twice")
    for number, requirement in enumerate(requirements):
        at: Location = ("requirements", number)
        judged = requirement.condition is not None or requirement.ask is not None
        if requirement.person == judged:
            yield Finding(
                file, at, f"{requirement.id}: either a condition or department judges it, or a person"
            )
        if requirement.condition is not None:
            for reason in condition_faults(requirement.condition, types, options):
                yield Finding(file, (*at, "condition"), reason)
        if not requirement.moments:
            yield Finding(file, (*at, "moments"), f"{requirement.id}: it is never judged")


def scoring_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with the scoring."""
    rules = definition.scoring
    if rules is None:
        return
    file, types, options = "scoring.yaml", declared(definition), options_of(definition)
    names = [group.id for group in rules.groups] + [item.id for group in rules.groups for item in group.items]
    for one in twice(names):
        yield Finding(file, ("groups",), f"{one!r} is the name of more than one group or item")
    for name in rules.minimum:
        if name not in names:
            yield Finding(file, ("minimum", name), f"there is no group or item {name!r}")
    for number, group in enumerate(rules.groups):
        ids = {item.id for item in group.items}
        for name in sorted(set(group.required) - ids):
            yield Finding(file, ("groups", number, "required"), f"{group.id} has no item {name!r}")
        for place, item in enumerate(group.items):
            at: Location = ("groups", number, "items", place)
            if item.applies_when is not None:
                for reason in condition_faults(item.applies_when, types, options):
                    yield Finding(file, (*at, "applies_when"), reason)
            for reason in _scorer_faults(item.scorer, item.marks, types, options):
                yield Finding(file, (*at, "scorer"), f"{item.id}: {reason}")
    yield from _total_findings(definition)
    yield from _grade_findings(definition, types, options)


def _scorer_faults(
    scorer: object, marks: Decimal, types: Types, options: dict[str, frozenset[str]]
) -> Iterator[str]:
    kind = getattr(scorer, "kind", "")
    if kind == "expert":
        return
    if kind == "yes_no":
        yield from condition_faults(str(getattr(scorer, "condition", "")), types, options)
        return
    name = str(getattr(scorer, "input", ""))
    if kind == "levels":
        levels = {level.option: level.share for level in getattr(scorer, "levels", ())}
        if name not in options:
            yield f"{name!r} is no choice"
        elif unknown := sorted(levels.keys() - options[name]):
            yield f"{', '.join(unknown)}: none of the options of {name}"
        if any(not 0 <= share <= 1 for share in levels.values()):
            yield "a level's share lies between 0 and 1"
        return
    if reason := number_fault(name, types, kind):
        yield reason
    for named in (getattr(scorer, "base_from", None), getattr(scorer, "leading_from", None)):
        if named is not None and (reason := number_fault(named, types, kind)):
            yield reason
    bands = getattr(scorer, "bands", ())
    if bands and max(band.marks for band in bands) != marks:
        yield f"its best band brings {max(band.marks for band in bands)}, not its {marks} marks"


def _total_findings(definition: Definition) -> Iterator[Finding]:
    rules = definition.scoring
    if rules is None or rules.combine == "mean":
        return
    total = Decimal(0)
    for group in rules.groups:
        best: dict[str, Decimal] = {}
        full = Decimal(0)
        for item in group.items:
            if item.best_of is None:
                full += item.marks
            else:
                best[item.best_of] = max(best.get(item.best_of, Decimal(0)), item.marks)
        total += group.weight if group.weight is not None else full + sum(best.values(), Decimal(0))
    alternatives = any(item.applies_when for group in rules.groups for item in group.items)
    if total != rules.total and not (alternatives and total > rules.total):
        yield Finding("scoring.yaml", ("total",), f"the groups add up to {total}, not to {rules.total}")


def _grade_findings(
    definition: Definition, types: Types, options: dict[str, frozenset[str]]
) -> Iterator[Finding]:
    rules = definition.scoring
    if rules is None:
        return
    file = "scoring.yaml"
    grades = {grade.id: grade for grade in rules.grades}
    if len(grades) < len(rules.grades) or len({one.at_least for one in rules.grades}) < len(rules.grades):
        yield Finding(file, ("grades",), "two grades have the same id or begin at the same mark")
    if min(grade.at_least for grade in rules.grades) != 0:
        yield Finding(file, ("grades",), "no grade begins at 0, so that a low score would have none")
    rising = sorted(rules.grades, key=lambda grade: grade.at_least)
    if any(low.passes and not high.passes for low, high in pairwise(rising)):
        yield Finding(file, ("grades",), "a better grade doesn't pass where a lower one does")
    if rising[-1].at_least > rules.total:
        yield Finding(file, ("grades",), f"the grade {rising[-1].id} can't be reached")
    for number, shortcut in enumerate(rules.shortcuts):
        if shortcut.grade not in grades:
            yield Finding(file, ("shortcuts", number, "grade"), f"there is no grade {shortcut.grade!r}")
        for reason in condition_faults(shortcut.condition, types, options):
            yield Finding(file, ("shortcuts", number, "condition"), reason)


def summary_findings(definition: Definition) -> Iterator[Finding]:
    """Columns of the summary table that show nothing."""
    types = declared(definition)
    files = {question.id for section, question in definition.all_questions() if not section.repeat}
    for number, column in enumerate(definition.letters.summary):
        if column.shows not in files and known_type(column.shows, types) is None:
            yield Finding(
                "letters.yaml", ("summary", number, "shows"), f"there is no answer or fact {column.shows!r}"
            )
