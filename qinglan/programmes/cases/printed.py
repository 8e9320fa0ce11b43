"""An application on paper: all answers, the list of attachments, a version code on every page. Always in Chinese."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation

from qinglan.kernel.documents import code
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.web import demonstration
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.section_form import unit_of
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.models import Case


def print_application(
    case: Case,
    answers: Mapping[str, Any],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    files: Sequence[Mapping[str, Any]],
    *,
    day: date,
    is_draft: bool,
) -> bytes:
    """The PDF. The same answers give the same version code and the same bytes.

    Raises Impossible for a character that can't be printed, by name and place.
    """
    with translation.override("zh-hans"):
        groups = [
            _group(section, answers, rows.get(section.id, ()))
            for section in case.version.definition.questions.sections
        ]
    groups = [group for group in groups if group["rows"] or group["lines"]]
    if files:
        groups.append(
            {
                "title": "附件清单",
                "rows": [[str(place), file["name"]] for place, file in enumerate(files, 1)],
                "headings": [],
                "lines": [],
            }
        )
    version_code = code.derived(
        encode({"case": case.pk, "answers": dict(answers), "rows": dict(rows), "files": list(files)})
    )
    subtitle = " · ".join(part for part in (case.round.title, case.applicant_name, case.subject_name) if part)
    data = {
        "title": f"{case.version.title_zh}申报书",
        "author": case.applicant_name,
        "subtitle": subtitle,
        "number": case.number or ("草稿，未提交" if is_draft else ""),
        "code": code.shown(version_code),
        "code_words": "版本码",
        "mark": demonstration.mark(),
        "groups": groups,
        "closing": [
            "本单位承诺所填内容和所附材料真实、准确、完整。",
            "申报单位（盖章）：",
            "法定代表人（签字）：　　　　　　　　　　日期：　　年　　月　　日",
        ],
    }
    texts = {str(group["title"]): "\n".join(_texts(group)) for group in groups}
    refuse_missing({**texts, "申报书": subtitle})
    return typeset("form", data, day=day)


def _group(section: Section, answers: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    questions = [question for question in section.questions if question.type != "file"]
    if section.repeat:
        return {
            "title": section.title.zh,
            "rows": [],
            "headings": [_label(question) for question in questions] if rows else [],
            "lines": [
                [shown_answer(question, row.get(question.id)) or "—" for question in questions]
                for row in rows
            ],
        }
    return {
        "title": section.title.zh,
        "rows": [
            [_label(question), shown_answer(question, answers[question.id])]
            for question in questions
            if question.id in answers
        ],
        "headings": [],
        "lines": [],
    }


def _label(question: Question) -> str:
    unit = unit_of(question)
    return f"{question.text.zh}（{unit}）" if unit else question.text.zh


def _texts(group: Mapping[str, Any]) -> list[str]:
    return [cell for line in (*group["rows"], *group["lines"], group["headings"]) for cell in line]
