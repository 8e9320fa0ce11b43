"""Verb: take over an application that was filled in as a spreadsheet; all of it or nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.checking import inspect
from qinglan.programmes.cases.application_sheet import Filled, read
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.domain.case_draft import NEW, save_rows, save_section
from qinglan.programmes.domain.case_form import require_seen, turn_of
from qinglan.programmes.models import Case, CaseDraft

LARGEST = 10 * 1024 * 1024


class Faults(Impossible):
    """The spreadsheet has faults: `sentences`, each with its sheet, row and column. Nothing was taken over."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences[0])
        self.sentences = sentences


@transaction.atomic
def fill_from_sheet(
    *, acting_user: Any, case: Case, name: str, content: bytes, seen_revision: int
) -> CaseDraft:
    """Put what the file says in the place of the draft's answers and rows, section by section.

    Rows keep their number where they have one. Raises PermissionRefused, StaleEdit, Refused (for the file), Faults.
    """
    permissions.require(acting_user, "programmes.save_case", case)
    inspect(name, content, max_bytes=LARGEST, endings=(".xlsx",))
    turn = turn_of(case)
    require_seen(turn.draft, seen_revision)
    filled = read(case.version.definition, content, set(turn.draft.standing.get("prefilled", ())))
    if filled.errors:
        raise Faults(filled.errors)
    return _apply(acting_user, case, turn.draft, filled)


def _apply(acting_user: Any, case: Case, draft: CaseDraft, filled: Filled) -> CaseDraft:
    revision = draft.revision
    try:
        for section, answers in filled.answers.items():
            draft = save_section(
                acting_user=acting_user, case=case, section=section, answers=answers, seen_revision=revision
            )
            revision = draft.revision
        for section, rows in filled.rows.items():
            known = {row[ROW] for row in draft.rows.get(section, ())}
            kept = [{**row, ROW: row[ROW] if row[ROW] in known else NEW} for row in rows]
            draft = save_rows(
                acting_user=acting_user, case=case, section=section, rows=kept, seen_revision=revision
            )
            revision = draft.revision
    except ValidationError as error:
        raise Faults([f"{name}: {texts[0]}" for name, texts in error.message_dict.items()]) from error
    return draft
