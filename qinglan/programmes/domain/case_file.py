"""Verbs: attach a file to a question of a case, and take it off again."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.programmes.cases.form_state import ROW, Place
from qinglan.programmes.domain.case_form import Turn, keep, turn_of
from qinglan.programmes.models import Case, CaseFile
from qinglan.programmes.rules.case import CASE_FILES

MOST_FILES = 20
"""Files of one question (and row)."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: name, content, the type that the sender declared."""

    name: str
    content: bytes
    declared_type: str = ""


@transaction.atomic
def attach_to_case(*, acting_user: Any, case: Case, place: Place, upload: Upload) -> CaseFile:
    """Attach a file to a question (and row) that asks for one.

    Raises PermissionRefused; Refused (an Impossible) for the file; Impossible for a place that isn't in the form,
    a question that takes no files, and a case that isn't open.
    """
    permissions.require(acting_user, "programmes.save_case", case)
    turn = turn_of(case)
    _require_place(turn, place)
    there = CaseFile.objects.filter(
        case=turn.case, section=place.section, question=place.question, row=place.row, removed_at__isnull=True
    )
    if there.count() >= MOST_FILES:
        raise Impossible(
            _("A question takes at most {most} files. Put them together into one.").format(most=MOST_FILES)
        )
    file = store_file(
        acting_user=acting_user,
        name=upload.name,
        content=upload.content,
        declared_type=upload.declared_type,
        holder=CASE_FILES,
        holder_key=str(turn.case.pk),
    )
    made = CaseFile.objects.create(
        case=turn.case,
        file=file,
        section=place.section,
        question=place.question,
        row=place.row,
        added_by=acting_user,
        added_at=clock.now(),
    )
    keep(acting_user, turn)
    return made


@transaction.atomic
def remove_from_case(*, acting_user: Any, case: Case, file: int) -> CaseFile:
    """Take an attachment off; what was submitted with it keeps it. Raises as `attach_to_case` does."""
    permissions.require(acting_user, "programmes.save_case", case)
    turn = turn_of(case)
    row = (
        CaseFile.objects.select_for_update().filter(pk=file, case=turn.case, removed_at__isnull=True).first()
    )
    if row is None:
        raise Impossible(_("This file is not (any more) one of this application. Reload the page."))
    if turn.scope is not None:
        turn.scope.require(row.question)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    keep(acting_user, turn)
    return row


def _require_place(turn: Turn, place: Place) -> None:
    for section, question in turn.case.version.definition.all_questions():
        if (section.id, question.id) != (place.section, place.question):
            continue
        if question.type != "file" and question.evidence is None:
            break
        rows = {row[ROW] for row in turn.draft.rows.get(section.id, ())}
        if (place.row in rows) if section.repeat else place.row is None:
            if turn.scope is not None:
                turn.scope.require(question.id)
            return
        break
    raise Impossible(_("The form of this application takes no file there. Reload the page."))
