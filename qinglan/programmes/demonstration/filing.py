"""A case of the story: its rows, and how its application was handed in."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.events.canonical import encode
from qinglan.programmes import recorded
from qinglan.programmes.cases import events as case_events
from qinglan.programmes.cases.form_state import FormState, Missing, Place
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.demonstration.plot import Fate
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.judging.requirements import RequirementVerdict as Verdict
from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.judging.score import score
from qinglan.programmes.models import (
    Case,
    CaseDraft,
    CaseFile,
    CaseRevision,
    Finding,
    RequirementVerdict,
    WorkItem,
)
from qinglan.programmes.rules.case import CASE_FILES

BY_HAND = "核对证照原件和现场记录，符合条件（演示）"


@dataclass(frozen=True)
class Attachment:
    """The one file that every application of the story attaches: its bytes are stored once."""

    digest: str
    size: int
    name: str = "证明材料（演示）.pdf"
    media_type: str = "application/pdf"


@dataclass
class Told:
    """A case as far as it was told."""

    case: Case
    fate: Fate
    state: FormState
    draft: CaseDraft
    facts: dict[str, Any]
    places: list[Place]
    items: list[WorkItem] = field(default_factory=list)
    found: list[Verdict] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last(self) -> WorkItem:
        """The work item at which it is, or was last."""
        return self.items[-1]

    @property
    def definition(self) -> Definition:
        """The scheme in the version of the case."""
        return self.case.version.definition

    def clause(self) -> str:
        """A clause of the scheme, for a reason."""
        basis = self.definition.requirements.requirements[0].basis
        return f"{basis.document}{basis.article or ''}"[:200]


def leave_unfinished(told: Told) -> None:
    """A draft is a draft: its last section isn't written yet."""
    last = [one for one in told.definition.questions.sections if not one.repeat][-1]
    prefilled = set(told.draft.standing["prefilled"])
    wanted = [one for one in last.questions if one.id in told.state.asked and one.id not in prefilled]
    for question in wanted:
        told.draft.answers.pop(question.id, None)
    told.draft.standing["sections"][last.id] = {
        "begun": False,
        "missing": [
            Missing(Place(last.id, one.id), "file" if one.type == "file" else "answer").stored()
            for one in wanted
            if one.required
        ],
    }


def submit(rows: Rows, told: Told, attachment: Attachment, number: str, moment: datetime) -> None:
    """Hand the application in: number, files, revision, verdicts of the moment of submission."""
    case, clerk = told.case, told.case.begun_by
    case.number, case.submitted_at = number, moment
    for place in told.places:
        stored = StoredFile(
            name=attachment.name, declared_type=attachment.media_type, media_type=attachment.media_type,
            size=attachment.size, digest=attachment.digest, holder=CASE_FILES, owner=clerk, stored_at=moment,
        )  # fmt: skip
        rows.hold(stored, case)
        rows.add(
            CaseFile(
                case=case, file=stored, section=place.section, question=place.question, row=place.row,
                added_by=clerk, added_at=moment,
            )
        )  # fmt: skip
        told.files.append(
            {
                "file": str(stored.pk), "section": place.section, "question": place.question,
                "row": place.row, "name": stored.name, "digest": stored.digest,
            }
        )  # fmt: skip
    revise(rows, told, 1, moment)
    scoring = told.definition.scoring
    if scoring is not None and all(step.type != "review" for step in told.definition.steps.steps):
        result = score(told.definition, told.state.values)
        case.score, case.grade = result.total, result.grade or ""
    told.found = list(judge_requirements(told.definition, told.state.values, moment="submission"))
    conditions = {one.id: one.condition or "" for one in told.definition.requirements.requirements}
    for found in told.found:
        rows.add(
            RequirementVerdict(
                case=case, requirement=found.id, moment="submission", finding=found.truth,
                formula=conditions[found.id], note="; ".join((*found.missing, *found.errors))[:500],
                made_at=moment, made_by=clerk,
            )
        )  # fmt: skip


def revise(rows: Rows, told: Told, number: int, moment: datetime) -> None:
    """Keep what was submitted, the first time or after a correction."""
    case, state = told.case, told.state
    whole = {"answers": state.answers, "rows": state.rows, "facts": told.facts, "files": told.files}
    digest = hashlib.sha256(encode(whole)).hexdigest()
    rows.add(
        CaseRevision(
            case=case, number=number, answers=encode(state.answers).decode(),
            rows=encode(state.rows).decode(), facts=encode(told.facts).decode(), files=told.files,
            digest=digest, submitted_at=moment, submitted_by=case.begun_by,
        )
    )  # fmt: skip
    kind = case_events.SUBMITTED if number == 1 else case_events.CORRECTED
    rows.note(
        "case", case, kind, moment, case.begun_by,
        lambda: {
            "number": case.number, "revision": number, "digest": digest,
            "files": [one["digest"] for one in told.files], "changed": [],
        },
    )  # fmt: skip


def judge_by_hand(rows: Rows, told: Told, by: Any, moment: datetime) -> None:
    """What the system couldn't find, an officer judged before the check was passed."""
    asked = {one.id for one in told.definition.requirements.requirements if one.ask is not None}
    for found in told.found:
        if found.truth == "met" or found.id in asked:
            continue
        rows.add(
            RequirementVerdict(
                case=told.case, requirement=found.id, moment="submission", finding=Finding.MET, note=BY_HAND,
                made_at=moment, made_by=by, by_person=True,
            )
        )  # fmt: skip
        rows.note(
            "case", told.case, recorded.JUDGED, moment, by,
            {"requirement": found.id, "finding": "met", "note": BY_HAND},
        )  # fmt: skip
