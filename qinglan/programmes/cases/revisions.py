"""What was submitted, read again, and what differs between two revisions."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Difference
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.models import CaseRevision


@dataclass(frozen=True)
class Content:
    """Answers by question, rows by section, facts and files of one revision."""

    answers: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    facts: dict[str, Any]
    files: list[dict[str, Any]]


def content_of(revision: CaseRevision) -> Content:
    """The content of a revision."""
    return Content(
        json.loads(revision.answers),
        json.loads(revision.rows),
        json.loads(revision.facts),
        list(revision.files),
    )


def changed_names(before: Content, after: Content) -> list[str]:
    """The questions and sections whose answers, rows or files differ."""
    names = {
        name
        for name in {*before.answers, *after.answers}
        if before.answers.get(name) != after.answers.get(name)
    }
    names |= {name for name in {*before.rows, *after.rows} if before.rows.get(name) != after.rows.get(name)}
    for question in {file["question"] for file in (*before.files, *after.files)}:
        if _files(before, question) != _files(after, question):
            names.add(question)
    return sorted(names)


def differences(definition: Definition, before: Content, after: Content) -> list[Difference]:
    """The same, line by line, in the reader's language: label, what it was (`current`), what it is now (`yours`)."""
    found = []
    for section in definition.questions.sections:
        if section.repeat:
            found += _row_differences(
                section, before.rows.get(section.id, []), after.rows.get(section.id, [])
            )
        for question in section.questions:
            label = in_reader_language(question.text)
            if not section.repeat and before.answers.get(question.id) != after.answers.get(question.id):
                old, new = before.answers.get(question.id), after.answers.get(question.id)
                found.append(Difference(label, shown_answer(question, new), shown_answer(question, old)))
            was, now = _files(before, question.id), _files(after, question.id)
            if was != now:
                found.append(
                    Difference(_("{question}: files").format(question=label), _names(now), _names(was))
                )
    return found


def _row_differences(
    section: Any, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> list[Difference]:
    old, new = ({row[ROW]: row for row in rows} for rows in (before, after))
    found = []
    for number in sorted({*old, *new}):
        for question in section.questions:
            was, now = old.get(number, {}).get(question.id), new.get(number, {}).get(question.id)
            if was != now and question.type != "file":
                label = _("{section}, row {row}: {question}").format(
                    section=in_reader_language(section.title),
                    row=number,
                    question=in_reader_language(question.text),
                )
                found.append(Difference(label, shown_answer(question, now), shown_answer(question, was)))
    return found


def _files(content: Content, question: str) -> list[tuple[int, str, str]]:
    return sorted(
        (file["row"] or 0, file["digest"], file["name"])
        for file in content.files
        if file["question"] == question
    )


def _names(files: list[tuple[int, str, str]]) -> str:
    return "；".join(name for _row, _digest, name in files)
