"""Verb: submit an application, or hand in a correction: the one moment at which something becomes binding."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes import recorded
from qinglan.programmes.cases import events as case_events
from qinglan.programmes.cases.form_state import ROW, FormState, Missing, sentence, settle
from qinglan.programmes.cases.revisions import changed_names, content_of
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.case import require_may_apply
from qinglan.programmes.domain.case_facts import facts_of, files_of, places
from qinglan.programmes.domain.case_form import Turn, item_of, not_open, require_seen, turn_of
from qinglan.programmes.domain.round_state import locked as locked_round
from qinglan.programmes.domain.round_state import require_accepting, said
from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.messages import CORRECTED, SUBMITTED
from qinglan.programmes.models import (
    Case,
    CaseFile,
    CaseRevision,
    RequirementVerdict,
    Round,
    StepType,
)


class Incomplete(Impossible):
    """Answers, files or rows are missing: `missing`, each with a sentence. Nothing was submitted."""

    def __init__(self, missing: list[Missing], sentences: list[str]) -> None:
        super().__init__(
            _("{count} things are still missing: {list}").format(
                count=len(missing), list="；".join(sentences[:5])
            )
        )
        self.missing = missing
        self.sentences = sentences


@transaction.atomic
def submit_case(*, acting_user: Any, case: Case, seen_revision: int) -> CaseRevision:
    """Submit the draft as it was seen, and let the case go on.

    1. Locks round, case and draft; the time is the database's after that. 2. A first submission: the round takes
    applications and the applicant may apply. 3. Facts are asked anew; what is missing is refused. 4. The revision is
    made, with digest, facts and files. 5. The number is given, without gaps within the round. 6. Requirements of the
    moment of submission are judged and kept. 7. Event, message, the gate.

    Submitted twice, the second gets the revision of the first. Raises PermissionRefused, StaleEdit (somebody saved
    meanwhile), Incomplete, Impossible.
    """
    permissions.require(acting_user, "programmes.submit_case", case)
    one = locked_round(case.round_id)
    row = flow.locked(case)
    if item_of(row) is None:
        return _submitted_before(row)
    turn = turn_of(row)
    now = clock.now()
    is_first = row.submitted_at is None
    if is_first:
        require_accepting(one, now)
        require_may_apply(one, row.applicant)
    require_seen(turn.draft, seen_revision)
    files = files_of(row)
    facts = facts_of(row)
    state = settle(row.version.definition, turn.draft.answers, turn.draft.rows, facts, places(files))
    if state.missing:
        raise Incomplete(state.missing, [sentence(row.version.definition, each) for each in state.missing])
    before = row.revisions.order_by("-number").first()
    files = [each for each in files if _is_asked_for(each, state)]
    revision = _revision(acting_user, turn, state, facts, files, (before.number if before else 0) + 1)
    if is_first:
        _give_number(one, turn)
    turn.draft.answers, turn.draft.rows, turn.draft.standing = state.answers, state.rows, state.standing()
    turn.draft.save(update_fields=["answers", "rows", "standing"])
    _judge(acting_user, turn, state)
    _note(acting_user, turn, revision, before)
    correcting = turn.item.type == StepType.CORRECTION
    flow.close_item(
        acting_user=acting_user,
        case=turn.case,
        item=turn.item,
        outcome="resubmitted" if correcting else "submitted",
    )
    return revision


def _submitted_before(case: Case) -> CaseRevision:
    last = case.revisions.order_by("-number").first()
    if last is None or case.status in ("withdrawn", "lapsed"):
        raise Impossible(not_open(case))
    return last


def _is_asked_for(file: CaseFile, state: FormState) -> bool:
    if file.row is None:
        return file.question in state.asked
    return any(row[ROW] == file.row for row in state.rows.get(file.section, ()))


def _revision(
    acting_user: Any,
    turn: Turn,
    state: FormState,
    facts: Mapping[str, Any],
    files: list[CaseFile],
    number: int,
) -> CaseRevision:
    kept = [
        {
            "file": str(each.file_id), "section": each.section, "question": each.question, "row": each.row,
            "name": each.file.name, "digest": each.file.digest,
        }
        for each in files
    ]  # fmt: skip
    whole = {"answers": state.answers, "rows": state.rows, "facts": dict(facts), "files": kept}
    return CaseRevision.objects.create(
        case=turn.case,
        number=number,
        answers=encode(state.answers).decode(),
        rows=encode(state.rows).decode(),
        facts=encode(dict(facts)).decode(),
        files=kept,
        digest=hashlib.sha256(encode(whole)).hexdigest(),
        submitted_at=clock.now(),
        submitted_by=acting_user,
    )


def _give_number(one: Round, turn: Turn) -> None:
    """The next number of the locked round: a submission that fails gives it back, so there are no gaps."""
    serial = Case.objects.filter(round=one).exclude(number="").count() + 1
    turn.case.number = f"{one.year}-{one.pk:04d}-{serial:04d}"
    turn.case.submitted_at = clock.now()
    turn.case.applicant_name = turn.case.applicant.name
    turn.case.save(update_fields=["number", "submitted_at", "applicant_name"])


def _judge(acting_user: Any, turn: Turn, state: FormState) -> None:
    now = clock.now()
    definition = turn.case.version.definition
    conditions = {one.id: one.condition or "" for one in definition.requirements.requirements}
    RequirementVerdict.objects.bulk_create(
        RequirementVerdict(
            case=turn.case,
            requirement=found.id,
            moment="submission",
            finding=found.truth,
            formula=conditions[found.id],
            note="; ".join((*found.missing, *found.errors))[:500],
            made_at=now,
            made_by=acting_user,
        )
        for found in judge_requirements(definition, state.values, moment="submission")
    )


def _note(acting_user: Any, turn: Turn, revision: CaseRevision, before: CaseRevision | None) -> None:
    case = turn.case
    files = [one["digest"] for one in revision.files]
    recorded.record(
        acting_user, case_events.CORRECTED if before else case_events.SUBMITTED, case,
        number=case.number, revision=revision.number, digest=revision.digest, files=files,
        changed=changed_names(content_of(before), content_of(revision)) if before else [],
    )  # fmt: skip
    send_message(
        acting_user=acting_user,
        recipients=people_of(case.applicant, *ACTS),
        template=CORRECTED if before else SUBMITTED,
        values={
            "number": case.number,
            "applicant": case.applicant_name,
            "round": case.round.title,
            "moment": said(revision.submitted_at),
        },
        url=case.get_absolute_url(),
    )
