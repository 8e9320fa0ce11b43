"""Verbs on official papers, and their one gate."""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.documents import code, number, own_kinds
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.documents.models import Comparison, Form, Paper, PaperState, Taking
from qinglan.kernel.documents.official.content import PaperContent
from qinglan.kernel.documents.official.docx import docx
from qinglan.kernel.documents.printing import print_version
from qinglan.kernel.documents.rules import PAPERS
from qinglan.kernel.documents.todos import follow
from qinglan.kernel.documents.typesetting import refuse_missing

ALLOWED: dict[PaperState, set[PaperState]] = {
    PaperState.DRAFTED: {PaperState.TAKEN, PaperState.DISCARDED},
    PaperState.TAKEN: {PaperState.NUMBERED, PaperState.DISCARDED},
    PaperState.NUMBERED: {PaperState.RETURNED},
    PaperState.RETURNED: {PaperState.RETURNED},
    PaperState.DISCARDED: set(),
}
VERBS = {
    PaperState.TAKEN: "documents.take_paper",
    PaperState.NUMBERED: "documents.number_paper",
    PaperState.RETURNED: "documents.return_paper",
    PaperState.DISCARDED: "documents.discard_paper",
}
TAKEN_ALREADY = gettext_lazy("This document number was given to “%(title)s” already. Check the number.")


@transaction.atomic
def draft_paper(*, acting_user: Any, content: PaperContent, subject: str, subject_url: str = "") -> Paper:
    """Draft a paper about `subject`; its content is fixed from then on.

    Raises PermissionRefused; Impossible for a character that can't be printed, by name and place.
    """
    permissions.require(acting_user, "documents.draft_paper")
    refuse_missing(content.texts())
    paper = Paper.objects.create(
        kind=content.kind,
        issuer=content.issuer,
        title=content.title,
        subject=subject,
        subject_url=subject_url,
        content=content.model_dump(mode="json"),
        version_code=code.derived(content.canonical()),
        drafted_by=acting_user,
        drafted_at=clock.now(),
    )
    own_kinds.note_paper(
        own_kinds.DRAFTED,
        paper,
        acting_user,
        kind=paper.kind,
        issuer=paper.issuer,
        title=paper.title,
        subject=paper.subject,
        version_code=paper.version_code,
    )
    follow(acting_user, paper, "documents.draft_paper")
    return paper


def set_paper_state(
    *, acting_user: Any, paper: Paper, to: PaperState, seen_revision: int | None = None, **changes: Any
) -> Paper:
    """The one gate through which a paper changes its state; call it in a transaction.

    1. Asks permission for the verb.
    2. Locks the paper; a revision other than `seen_revision` raises StaleEdit.
    3. Refuses a step that does not exist (Impossible). A paper that is taken again keeps its state.
    4. Writes state, revision and the `changes` that belong to the step: number, or stamped copy
       (which opens the comparison anew).
    5. Closes the to-do of the step, and opens that of the next.

    The verbs that call it append the event of the step.
    """
    permissions.require(acting_user, VERBS[to], paper)
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if seen_revision is not None and locked.revision != seen_revision:
        raise StaleEdit(
            [Difference(_("state"), str(PaperState(to).label), str(PaperState(locked.state).label))]
        )
    if to not in ALLOWED[PaperState(locked.state)]:
        raise Impossible(
            _("A paper that is “%(state)s” can't become “%(to)s”.")
            % {"state": str(PaperState(locked.state).label), "to": str(PaperState(to).label)}
        )
    for field, value in changes.items():
        setattr(locked, field, value)
    locked.state = to
    locked.revision += 1
    locked.save()
    follow(acting_user, locked, VERBS[to])
    return locked


@transaction.atomic
def take_paper(*, acting_user: Any, paper: Paper, form: Form) -> tuple[bytes, Taking]:
    """The paper as a file, and the line of the log that says who took it.

    The first taking makes a draft “taken”; later ones are logged and change nothing. Raises
    PermissionRefused, or Impossible for a discarded paper.
    """
    permissions.require(acting_user, "documents.take_paper", paper)
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.state == PaperState.DISCARDED:
        raise Impossible(_("This paper was discarded. Draft a new one."))
    content = content_of(locked)
    made = (
        docx(content)
        if form == Form.DOCX
        else print_version(content, locked.version_code, locked.drafted_at.date())
    )
    if locked.state == PaperState.DRAFTED:
        set_paper_state(acting_user=acting_user, paper=locked, to=PaperState.TAKEN)
    taking = Taking.objects.create(
        paper=locked,
        form=form,
        digest=hashlib.sha256(made).hexdigest(),
        taken_by=acting_user,
        taken_at=clock.now(),
    )
    own_kinds.note_paper(own_kinds.TAKEN, locked, acting_user, form=str(form), digest=taking.digest)
    return made, taking


@transaction.atomic
def enter_number(*, acting_user: Any, paper: Paper, text: str, seen_revision: int) -> Paper:
    """Enter the document number (文号) that the office gave, such as 渝科局发〔2021〕43号.

    Brackets and blanks are put right. Raises Impossible for a text that is no number and for a
    number that another paper has; StaleEdit; PermissionRefused.
    """
    permissions.require(acting_user, "documents.number_paper", paper)
    given = number.parse(text)
    twin = (
        Paper.objects.filter(mark=given.mark, year=given.year, serial=given.serial)
        .exclude(pk=paper.pk)
        .first()
    )
    if twin is not None:
        raise Impossible(str(TAKEN_ALREADY) % {"title": twin.title}, field="number")
    try:
        with transaction.atomic():
            numbered = set_paper_state(
                acting_user=acting_user,
                paper=paper,
                to=PaperState.NUMBERED,
                seen_revision=seen_revision,
                mark=given.mark,
                year=given.year,
                serial=given.serial,
            )
    except IntegrityError as error:
        if "one_paper_per_mark_year_and_serial" not in str(error):
            raise
        raise Impossible(str(TAKEN_ALREADY) % {"title": "…"}, field="number") from error
    own_kinds.note_paper(own_kinds.NUMBERED, numbered, acting_user, number=numbered.number)
    return numbered


@transaction.atomic
def return_stamped(
    *, acting_user: Any, paper: Paper, name: str, content: bytes, declared_type: str = "", seen_revision: int
) -> Paper:
    """Take the stamped copy back: PDF, OFD or image. A later copy takes the place of an earlier one.

    Raises Refused for a file that may not come in, StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "documents.return_paper", paper)
    file = store_file(
        acting_user=acting_user,
        name=name,
        content=content,
        declared_type=declared_type,
        holder=PAPERS,
        holder_key=str(paper.pk),
        endings=STAMPED,
    )
    returned = set_paper_state(
        acting_user=acting_user,
        paper=paper,
        to=PaperState.RETURNED,
        seen_revision=seen_revision,
        stamped=file,
        comparison=Comparison.OPEN,
        comparison_note="",
        compared_by=None,
        compared_at=None,
    )
    own_kinds.note_paper(own_kinds.RETURNED, returned, acting_user, digest=file.digest)
    return returned


@transaction.atomic
def record_comparison(
    *, acting_user: Any, paper: Paper, matches: bool, note: str = "", seen_revision: int
) -> Paper:
    """Record what the officer found who laid the stamped copy beside the draft.

    A copy that differs needs a note. Raises Impossible, StaleEdit, PermissionRefused.
    """
    permissions.require(acting_user, "documents.compare_paper", paper)
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.revision != seen_revision:
        raise StaleEdit([Difference(_("comparison"), "", str(Comparison(locked.comparison).label))])
    if locked.state != PaperState.RETURNED:
        raise Impossible(_("There is no stamped copy to compare yet."))
    if not matches and not note.strip():
        raise Impossible(_("Say where the copy differs from the draft."), field="note")
    locked.comparison = Comparison.MATCHES if matches else Comparison.DIFFERS
    locked.comparison_note = note.strip()
    locked.compared_by, locked.compared_at = acting_user, clock.now()
    locked.revision += 1
    locked.save()
    assert locked.stamped is not None
    own_kinds.note_paper(
        own_kinds.COMPARED,
        locked,
        acting_user,
        result=str(locked.comparison),
        note=locked.comparison_note,
        digest=locked.stamped.digest,
    )
    follow(acting_user, locked, "documents.compare_paper")
    return locked


@transaction.atomic
def discard_paper(*, acting_user: Any, paper: Paper, seen_revision: int) -> Paper:
    """Discard a paper that has no number yet. Raises Impossible, StaleEdit, PermissionRefused."""
    discarded = set_paper_state(
        acting_user=acting_user, paper=paper, to=PaperState.DISCARDED, seen_revision=seen_revision
    )
    own_kinds.note_paper(own_kinds.DISCARDED, discarded, acting_user)
    return discarded


def content_of(paper: Paper) -> PaperContent:
    """The content as typed data."""
    return PaperContent.model_validate(paper.content)
