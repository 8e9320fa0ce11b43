"""What holds of the applicant's turn: whether the form is open to him, and which parts of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.programmes.cases.correction_scope import Scope, scope_of
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.case_facts import state_of
from qinglan.programmes.domain.round_state import said
from qinglan.programmes.models import Case, CaseDraft, CaseStatus, ItemState, StepType, WorkItem

WRITTEN_IN = (StepType.FORM, StepType.CORRECTION)


@dataclass(frozen=True)
class Turn:
    """The applicant's turn: the work item, the draft, and what may be changed (None: everything)."""

    case: Case
    item: WorkItem
    draft: CaseDraft
    scope: Scope | None


def item_of(case: Case) -> WorkItem | None:
    """The open work item in which the applicant writes, or None."""
    return WorkItem.objects.filter(case=case, state=ItemState.OPEN, type__in=WRITTEN_IN).first()


def turn_of(case: Case | int) -> Turn:
    """Lock case and draft, within the caller's transaction; Impossible where it isn't the applicant's turn."""
    row = flow.locked(case)
    item = item_of(row)
    if item is None:
        raise Impossible(not_open(row))
    draft, _made = CaseDraft.objects.select_for_update(of=("self",)).get_or_create(case=row)
    if item.due_at is not None and row.submitted_at is not None and clock.now() >= item.due_at:
        raise Impossible(_("The time for this ended at {due}. Ask the office.").format(due=said(item.due_at)))
    scope = scope_of(row, item) if item.type == StepType.CORRECTION else None
    return Turn(row, item, draft, scope)


def not_open(case: Case) -> str:
    """Why nothing can be written into the form."""
    if case.status == CaseStatus.WITHDRAWN:
        return _("The application was withdrawn; nothing can be changed any more.")
    if case.submitted_at is None:
        return _("The application has lapsed; nothing can be changed any more.")
    return _(
        "The application was submitted at {moment} and can't be changed now. The office asks you when something is to be corrected."
    ).format(moment=said(case.submitted_at))


def require_seen(draft: CaseDraft, seen_revision: int, differences: list[Difference] | None = None) -> None:
    """Raise StaleEdit, which names who saved last and when, where the draft isn't as it was seen."""
    if draft.revision == seen_revision:
        return
    who = Difference(
        str(_("last saved")),
        "",
        f"{draft.saved_by or ''} {said(draft.saved_at) if draft.saved_at else ''}".strip(),
    )
    raise StaleEdit([who, *(differences or [])])


def keep(acting_user: Any, turn: Turn) -> CaseDraft:
    """Work out the draft and write it with its next revision, within the caller's transaction."""
    draft = turn.draft
    state = state_of(turn.case, draft)
    draft.answers, draft.rows, draft.standing = state.answers, state.rows, state.standing()
    draft.revision += 1
    draft.saved_at, draft.saved_by = clock.now(), acting_user
    draft.save()
    Case.objects.filter(pk=turn.case.pk).update(last_saved_at=draft.saved_at)
    return draft
