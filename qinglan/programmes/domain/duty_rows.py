"""Reading what was written in a report on an award: answers, and rows of repeated sections."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.awards.duty_form import repeated_of
from qinglan.programmes.cases.answers import stored_answer
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.definition.whole import Definition


def read_answers(known: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept. Raises ValidationError with a sentence for each that can't be."""
    errors: dict[str, str] = {}
    stored: dict[str, Any] = {}
    for name, raw in answers.items():
        try:
            stored[name] = stored_answer(known[name], raw)
        except Impossible as error:
            errors[name] = error.message
    if errors:
        raise ValidationError(errors)
    return stored


def read_rows(
    report: Definition, rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of repeated sections as they are kept; ValidationError by section, with the number of the row."""
    parts = repeated_of(report)
    if set(rows) - set(parts):
        raise Impossible(
            _("The form holds answers that are not asked here. Nothing was saved; reload the page.")
        )
    errors: dict[str, list[str]] = {}
    made: dict[str, list[dict[str, Any]]] = {}
    for name, given in rows.items():
        part = parts[name]
        if len(given) > part.most_rows:
            errors[name] = [
                _("“{section}” takes at most {most} rows; there are {count}.").format(
                    section=in_reader_language(part.title), most=part.most_rows, count=len(given)
                )
            ]
            continue
        known = {question.id: question for question in part.questions if question.type != "file"}
        made[name] = []
        for place, row in enumerate(given, 1):
            try:
                kept = read_answers(known, {key: value for key, value in row.items() if key in known})
            except ValidationError as error:
                words = "；".join(text for texts in error.message_dict.values() for text in texts)
                errors.setdefault(name, []).append(_("Row {row}: {text}").format(row=place, text=words))
            else:
                made[name].append({ROW: place, **{key: v for key, v in kept.items() if v is not None}})
    if errors:
        raise ValidationError(errors)
    return made
