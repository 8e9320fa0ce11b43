"""What a correction may change: what was asked for, and what depends on it."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.models import Case, WorkItem

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Scope:
    """The questions that may be changed; a repeated section with any of them may gain and lose rows."""

    questions: frozenset[str]
    sections: frozenset[str]

    def require(self, question: str) -> None:
        """Raise Impossible for a question that isn't to be corrected."""
        if question not in self.questions:
            raise Impossible(
                _("This was not asked to be corrected and stays as it was submitted."), field=question
            )


def scope_of(case: Case, item: WorkItem) -> Scope:
    """The scope of a correction, by its points. A point without question and section opens the whole form."""
    points = list(item.points.all())
    definition = case.version.definition
    if not points or any(not point.question and not point.section for point in points):
        return _scope(definition, {question.id for _s, question in definition.all_questions()})
    named = {point.question for point in points if point.question}
    whole = {point.section for point in points if point.section and not point.question}
    named |= {q.id for section, q in definition.all_questions() if section.id in whole}
    return _scope(definition, with_dependent(definition, named))


def with_dependent(definition: Definition, named: set[str]) -> set[str]:
    """The questions and all whose condition depends on them, directly or by others."""
    found = set(named)
    while True:
        more = {
            question.id
            for section, question in definition.all_questions()
            if question.id not in found and _names(section, question) & _seen_as(definition, found)
        }
        if not more:
            return found
        found |= more


def _names(section: Section, question: Question) -> set[str]:
    return set(_NAME.findall(f"{section.when or ''} {question.when or ''}"))


def _seen_as(definition: Definition, questions: set[str]) -> set[str]:
    """The names under which conditions see these questions, sums, counts and derived quantities included."""
    names = set(questions)
    for section, question in definition.all_questions():
        if question.id not in questions:
            continue
        names |= {f"{question.id}_count", *(f"{question.id}.{option.id}" for option in question.options)}
        if section.repeat:
            names |= {f"{section.id}_count", f"{section.id}_{question.id}_sum"}
    form = definition.questions
    inner = [(section, one) for section in form.sections for one in section.derived]
    while True:
        more = {one.id for one in form.derived if set(one.of) & names}
        more |= {f"{section.id}_{one.id}_sum" for section, one in inner if set(one.of) & names}
        more |= {one.id for _section, one in inner if set(one.of) & names}
        more |= {tally.id for tally in form.tallies if f"{tally.section}_count" in names}
        if more <= names:
            return names
        names |= more


def _scope(definition: Definition, questions: set[str]) -> Scope:
    return Scope(
        frozenset(questions),
        frozenset(section.id for section, question in definition.all_questions() if question.id in questions),
    )
