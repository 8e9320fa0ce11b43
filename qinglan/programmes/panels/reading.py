"""What an expert reads of a case: the last submission in the reader's words, without names where it is blind."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.parties.models import OrganisationName
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.definition.questions import Question
from qinglan.programmes.models import Case


@dataclass(frozen=True)
class Part:
    """A section: its title, questions with answers, and for a repeated one a table."""

    title: str
    answers: list[tuple[str, str]]
    headings: list[str]
    rows: list[list[str]]


def parts_of(case: Case, *, blind: bool) -> tuple[list[Part], list[dict[str, Any]]]:
    """The sections of the last submission, and its files; where `blind`, names are covered and files left out."""
    revision = case.revisions.order_by("-number").first()
    if revision is None:
        return [], []
    content = content_of(revision)
    names = names_of(case) if blind else []
    found = []
    for section in case.version.definition.questions.sections:
        asked = [one for one in section.questions if one.type != "file" and not (blind and _tells(one))]
        title = in_reader_language(section.title)
        if section.repeat:
            rows = content.rows.get(section.id, [])
            headings = [in_reader_language(one.text) for one in asked]
            table = [[_shown(one, row.get(one.id), names) for one in asked] for row in rows]
            found.append(Part(title, [], headings, table))
        else:
            answers = [
                (_label(one), _shown(one, content.answers.get(one.id), names))
                for one in asked
                if content.answers.get(one.id) not in (None, "", [])
            ]
            found.append(Part(title, answers, [], []))
    kept = [one for one in found if one.answers or one.rows]
    return kept, [] if blind else content.files


def names_of(case: Case) -> list[str]:
    """What tells who the applicant is: names past and present, code, contact; the longest first."""
    applicant = case.applicant
    names = {case.applicant_name, applicant.name, applicant.code or ""}
    names |= set(OrganisationName.objects.filter(organisation=applicant).values_list("name", flat=True))
    return sorted((one for one in names if one), key=len, reverse=True)


def covered(text: str, names: list[str]) -> str:
    """`text` with every one of the names covered."""
    for name in names:
        text = text.replace(name, _("[the applicant]"))
    return text


def _tells(question: Question) -> bool:
    return question.type == "organisation_code" or str(question.prefill or "").startswith("organisation.")


def _shown(question: Question, stored: Any, names: list[str]) -> str:
    return covered(shown_answer(question, stored), names)


def _label(question: Question) -> str:
    text = in_reader_language(question.text)
    return f"{text}（{question.unit}）" if question.unit else text
