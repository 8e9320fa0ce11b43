"""A whole application made of a golden case of its scheme: what the case leaves open is filled in plausibly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from qinglan.programmes.cases.form_state import ROW, FormState, Place, settle
from qinglan.programmes.definition.questions import Question
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.answers import NUMBERS

TURNS = 6
"""An answer may make another question be asked; so often is the form looked at again."""
NAMED = ("name", "unit", "title")


@dataclass(frozen=True)
class Model:
    """What a golden case answers."""

    answers: Mapping[str, Any]
    rows: Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Report:
    """A golden report of the award that follows: its answers, and the lights that they turn on."""

    obligation: str
    answers: Mapping[str, Any]
    lights: tuple[str, ...]


@dataclass(frozen=True)
class Models:
    """What the golden cases of a scheme show: a good application, a weak one, reports."""

    best: Model
    weak: Model
    reports: tuple[Report, ...]


def models_of(folder: Path) -> Models:
    """The golden case that is granted, or the first; the one with the lowest score; reports on answers alone."""
    cases: list[dict[str, Any]] = []
    for path in sorted((folder / "golden").glob("*.yaml")):
        cases += yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["cases"]
    answered = [one for one in cases if one.get("answers")] or [{}]
    best = next((one for one in answered if one.get("ends") == "granted"), answered[0])
    scored = sorted((one for one in answered if one.get("score")), key=lambda one: float(one["score"]))
    below = next((one for one in answered if "below" in one.get("path", ())), best)
    weak = scored[0] if scored else below
    reports = tuple(
        Report(
            one["obligation"],
            {name: _plain(value) for name, value in one.get("answers", {}).items()},
            tuple(one.get("lights", ())),
        )
        for case in cases
        for one in case.get("reports", ())
        if not one.get("facts") and not one.get("rows")
    )
    return Models(_model(best), _model(weak), reports)


def _model(case: Mapping[str, Any]) -> Model:
    return Model(
        {name: _plain(value) for name, value in case.get("answers", {}).items()},
        {
            name: [{key: _plain(value) for key, value in row.items()} for row in rows]
            for name, rows in case.get("rows", {}).items()
        },
    )


def filled(
    definition: Definition, model: Model, facts: Mapping[str, Any], subject: str
) -> tuple[FormState, list[Place]]:
    """A form without anything missing, and where its files belong."""
    asked_as_files = {
        question.id for _section, question in definition.all_questions() if question.type == "file"
    }
    answers = {name: value for name, value in model.answers.items() if name not in asked_as_files}
    if definition.manifest.applicants.subject_question and subject:
        answers[definition.manifest.applicants.subject_question] = subject
    rows = {
        name: [{ROW: number, **row} for number, row in enumerate(given, 1)]
        for name, given in model.rows.items()
    }
    claim = definition.money.claim if definition.money else None
    if claim is not None:
        for number, row in enumerate(rows.get(claim.section, ()), 1):
            row[claim.key] = (
                f"{row.get(claim.key) or 'YS'}-{facts.get('organisation.code', '')[-6:]}-{number}"
            )
    places: list[Place] = []
    state = settle(definition, answers, rows, facts, places)
    for _turn in range(TURNS):
        if not state.missing:
            break
        for one in state.missing:
            section = definition.section(one.place.section)
            if one.what == "rows":
                rows[section.id] = [
                    {ROW: number, **{q.id: _answer(q, facts) for q in section.questions if q.type != "file"}}
                    for number in range(1, section.least_rows + 1)
                ]
                continue
            question = next(q for q in section.questions if q.id == one.place.question)
            if one.what == "file" or question.type == "file":
                places.append(one.place)
            elif one.place.row is None:
                answers[question.id] = _answer(question, facts)
            else:
                row = next(each for each in rows[section.id] if each[ROW] == one.place.row)
                row[question.id] = _answer(question, facts)
        state = settle(definition, answers, rows, facts, places)
    return state, places


def _answer(question: Question, facts: Mapping[str, Any]) -> Any:
    if question.type in NUMBERS:
        return _number(question)
    if question.type == "yes_no":
        return True
    if question.type == "choice":
        return question.options[0].id
    if question.type == "choices":
        return [question.options[0].id]
    words = question.text.zh[:60]
    fixed = {
        "date": "2025-06-30",
        "organisation_code": facts.get("organisation.code", ""),
        "patent_number": "ZL202110000001.6",
        "industry": facts.get("organisation.industry") or "C35",
        "green_field": "1",
        "long_text": f"{words}：按近三年实际运行记录和台账填写，数据可现场核对（演示）。",
    }
    return fixed.get(question.type, f"{words}（演示）")


def _number(question: Question) -> str:
    if question.type == "year":
        return "2024"
    value = 12 if question.type in ("integer", "number") else 60 if question.type == "percent" else 2_600_000
    if question.least is not None and value < question.least:
        value = int(question.least)
    if question.most is not None and value > question.most:
        value = int(question.most)
    return str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
