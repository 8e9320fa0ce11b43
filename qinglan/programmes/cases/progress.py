"""How far an application is, in words: what its pages show of `CaseDraft.standing`."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.correction_scope import Scope
from qinglan.programmes.cases.form_state import Missing, Place, sentence
from qinglan.programmes.cases.section_form import unit_of, with_unit
from qinglan.programmes.definition.questions import Section
from qinglan.programmes.models import Case, CaseDraft


@dataclass(frozen=True)
class Part:
    """A section as the task list shows it; `light` and `word` say how it stands."""

    section: Section
    title: str
    url: str
    light: str
    word: str
    missing: list[str]
    is_done: bool
    is_open: bool = True


def parts_of(case: Case, draft: CaseDraft, scope: Scope | None = None) -> list[Part]:
    """The sections that are asked, in order."""
    definition = case.version.definition
    found = []
    for section in definition.questions.sections:
        standing = draft.standing.get("sections", {}).get(section.id)
        if standing is None:
            continue
        missing = [Missing(Place(*line[:3]), line[3]) for line in standing["missing"]]
        is_open = scope is None or section.id in scope.sections
        light, word = _how(bool(missing), standing["begun"], is_open)
        found.append(
            Part(
                section=section,
                title=in_reader_language(section.title),
                url=reverse("programmes:section", args=[case.pk, section.id]),
                light=light,
                word=word,
                missing=[sentence(definition, one) for one in missing],
                is_done=not missing,
                is_open=is_open,
            )
        )
    return found


def _how(is_missing: bool, begun: bool, is_open: bool) -> tuple[str, str]:
    if not is_open:
        return "idle", _("stays as submitted")
    if not is_missing:
        return "done", _("complete")
    return ("due", _("begun")) if begun else ("idle", _("not begun"))


def words(parts: list[Part]) -> str:
    """“3 of 6 parts complete”."""
    done = sum(part.is_done for part in parts)
    return _("{done} of {all} parts complete").format(done=done, all=len(parts))


def rows_of(case: Case, section: Section, answers: dict[str, Any], draft: CaseDraft) -> list[dict[str, Any]]:
    """The questions of a section that are asked, with what was answered, for a summary list."""
    asked = set(draft.standing.get("asked", ()))
    found = []
    for question in section.questions:
        if question.type == "file" or (not section.repeat and question.id not in asked):
            continue
        value = shown_answer(question, answers.get(question.id))
        found.append(
            {
                "label": with_unit(in_reader_language(question.text), unit_of(question)),
                "value": value or "—",
                "url": "",
                "action": "",
            }
        )
    return found
