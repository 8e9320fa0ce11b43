"""A form as far as it is filled in: what is asked, what is known already, what is missing. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.answers import stored_answer
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.values import Values, is_asked, worked_out

ROW = "_row"
"""The key of a row's own number in its answers; no question can have that name."""


@dataclass(frozen=True)
class Place:
    """Where an answer or file belongs: section, question and, in a repeated section, the row's number."""

    section: str
    question: str
    row: int | None = None


@dataclass(frozen=True)
class Missing:
    """Something that is still to be given: an answer, a file, or rows (then without a question)."""

    place: Place
    what: str

    def stored(self) -> list[Any]:
        """As JSON."""
        return [self.place.section, self.place.question, self.place.row, self.what]


@dataclass
class FormState:
    """Answers and rows without what isn't asked, with what is known filled in; and what stands of it."""

    answers: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    values: Values
    prefilled: frozenset[str]
    asked: frozenset[str]
    sections: tuple[str, ...]
    missing: list[Missing] = field(default_factory=list)
    begun: frozenset[str] = frozenset()

    def missing_in(self, section: str) -> list[Missing]:
        """What is missing in a section."""
        return [one for one in self.missing if one.place.section == section]

    def standing(self) -> dict[str, Any]:
        """As JSON, for the pages: by section whether it is begun and what is missing; the questions asked."""
        return {
            "asked": sorted(self.asked),
            "prefilled": sorted(self.prefilled),
            "sections": {
                section: {
                    "begun": section in self.begun,
                    "missing": [one.stored() for one in self.missing_in(section)],
                }
                for section in self.sections
            },
        }


def settle(
    definition: Definition,
    answers: Mapping[str, Any],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    facts: Mapping[str, Any],
    files: Iterable[Place],
) -> FormState:
    """Work out a form: fill in facts, drop what isn't asked, note what is missing.

    What isn't asked, because its condition isn't true, loses its answer. Facts come before what was typed.
    """
    there = frozenset(files)
    kept, prefilled = _with_facts(definition, answers, facts)
    kept |= {
        place.question: True for place in there if place.row is None and _is_file(definition, place.question)
    }
    full_rows = {
        section.id: [
            {
                **row,
                **{
                    q.id: True
                    for q in section.questions
                    if q.type == "file" and Place(section.id, q.id, row.get(ROW)) in there
                },
            }
            for row in rows.get(section.id, ())
        ]
        for section in definition.questions.sections
        if section.repeat
    }
    values, tables = worked_out(definition, kept, full_rows, facts)
    state = FormState({}, {}, values, frozenset(), frozenset(), ())
    asked: set[str] = set()
    begun: set[str] = set()
    sections = []
    for section in definition.questions.sections:
        if not is_asked(section, values):
            continue
        sections.append(section.id)
        if section.repeat:
            _rows(state, section, full_rows[section.id], tables[section.id], there)
            if state.rows[section.id]:
                begun.add(section.id)
            continue
        for question in section.questions:
            if not is_asked(question, values):
                continue
            asked.add(question.id)
            answer = kept.get(question.id)
            if question.type != "file" and answer is not None:
                state.answers[question.id] = answer
            if answer is not None and question.id not in prefilled:
                begun.add(section.id)
            state.missing += _missing(Place(section.id, question.id), question, answer, there)
    state.sections, state.begun = tuple(sections), frozenset(begun)
    state.asked, state.prefilled = frozenset(asked), frozenset(prefilled & asked)
    return state


def _with_facts(
    definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    kept, prefilled = dict(answers), set()
    for section, question in definition.all_questions():
        if section.repeat or question.prefill is None or question.prefill not in facts:
            continue
        value = facts[question.prefill]
        try:
            kept[question.id] = _as_answer(question, value)
        except Impossible:  # what the system knows doesn't fit the question: it is asked
            continue
        prefilled.add(question.id)
    return kept, prefilled


def _as_answer(question: Question, value: Any) -> Any:
    if question.type in ("money", "number", "integer", "percent", "year") and not isinstance(value, bool):
        plain = question.model_copy(update={"unit": ""})
        return stored_answer(plain, format(Decimal(str(value)), "f"))
    return stored_answer(question, value)


def _is_file(definition: Definition, question_id: str) -> bool:
    return any(q.id == question_id and q.type == "file" for _s, q in definition.all_questions())


def _rows(
    state: FormState,
    section: Section,
    rows: list[dict[str, Any]],
    table: list[Values],
    there: frozenset[Place],
) -> None:
    kept = []
    for row, own in zip(rows, table, strict=True):
        number = row.get(ROW)
        seen: Values = {**state.values, **own}
        answers: dict[str, Any] = {ROW: number}
        for question in section.questions:
            if not is_asked(question, seen):
                continue
            answer = row.get(question.id)
            if question.type != "file" and answer is not None:
                answers[question.id] = answer
            state.missing += _missing(Place(section.id, question.id, number), question, answer, there)
        kept.append(answers)
    state.rows[section.id] = kept
    if len(kept) < section.least_rows:
        state.missing.append(Missing(Place(section.id, ""), "rows"))


def _missing(place: Place, question: Question, answer: Any, there: frozenset[Place]) -> list[Missing]:
    found = []
    if question.required and answer is None:
        found.append(Missing(place, "answer"))
    if (
        question.evidence is not None
        and question.type != "file"
        and answer not in (None, False)
        and place not in there
    ):
        found.append(Missing(place, "file"))
    return found


def sentence(definition: Definition, one: Missing) -> str:
    """What is missing, in the reader's language."""
    section = definition.section(one.place.section)
    if one.what == "rows":
        return _("“{section}”: at least {count} rows").format(
            section=in_reader_language(section.title), count=section.least_rows
        )
    question = next(q for q in section.questions if q.id == one.place.question)
    text = in_reader_language(question.text)
    where = _("row {row}").format(row=one.place.row) if one.place.row is not None else ""
    text = f"{text}（{where}）" if where else text
    if one.what == "file" and question.evidence is not None:
        return _("{question}: a file is missing ({evidence})").format(
            question=text, evidence=in_reader_language(question.evidence)
        )
    return text
