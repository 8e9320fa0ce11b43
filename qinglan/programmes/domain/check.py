"""Verbs of the formal check 形式审查: judge what the system could not, pass, ask for correction, fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.definition.requirements import Moment, Requirement
from qinglan.programmes.domain import flow
from qinglan.programmes.models import Case, CorrectionPoint, Finding, RequirementVerdict, StepType, WorkItem

UNSETTLED = (Finding.UNKNOWN, Finding.PERSON)


@dataclass(frozen=True)
class Point:
    """One thing to correct: the question or section it concerns (may be empty), clause and words."""

    text: str
    clause: str
    question: str = ""
    section: str = ""


def standing(case: Case, moment: Moment) -> dict[str, RequirementVerdict]:
    """The last verdict on each requirement at `moment`, by its id."""
    found: dict[str, RequirementVerdict] = {}
    for verdict in RequirementVerdict.objects.filter(case=case, moment=moment).order_by("id"):
        found[verdict.requirement] = verdict
    return found


def asked_at(case: Case, moment: Moment) -> list[Requirement]:
    """The requirements of the case's definition that are judged by this office at `moment`."""
    every = case.version.definition.requirements.requirements
    return [one for one in every if moment in one.moments and one.ask is None]


@transaction.atomic
def judge_requirement(
    *, acting_user: Any, case: Case, requirement: str, finding: Finding, note: str
) -> RequirementVerdict:
    """Judge a requirement that the system left unknown, or overrule what it found, with the ground.

    Raises PermissionRefused; StaleEdit when the case isn't in its formal check; Impossible without a note.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.check_case", held)
    _at_check(held)
    known = {one.id: one for one in asked_at(held, "submission")}
    if requirement not in known:
        raise Impossible(_("This scheme has no such condition."), field="requirement")
    if finding not in (Finding.MET, Finding.UNMET):
        raise Impossible(_("Say whether the condition is met or not."), field="finding")
    if not note.strip():
        raise Impossible(_("Say on what you base it: document, page, telephone call."), field="note")
    verdict = RequirementVerdict.objects.create(
        case=held,
        requirement=requirement,
        moment="submission",
        finding=finding,
        note=note.strip()[:500],
        made_at=clock.now(),
        made_by=acting_user,
        by_person=True,
    )
    recorded.record(
        acting_user, recorded.JUDGED, held,
        requirement=requirement, finding=finding.value, note=verdict.note,
    )  # fmt: skip
    return verdict


@transaction.atomic
def pass_check(*, acting_user: Any, case: Case) -> Case:
    """Pass the formal check.

    Raises PermissionRefused; StaleEdit when somebody was first; Impossible while a condition is not met,
    or unknown and judged by nobody: each is named.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.check_case", held)
    item = _at_check(held)
    verdicts = standing(held, "submission")
    open_ones, unmet = [], []
    for one in asked_at(held, "submission"):
        finding = verdicts[one.id].finding if one.id in verdicts else Finding.UNKNOWN
        if finding in UNSETTLED:
            open_ones.append(in_reader_language(one.text))
        elif finding == Finding.UNMET:
            unmet.append(in_reader_language(one.text))
    if unmet:
        raise Impossible(
            _("Not met: %(names)s. Ask for a correction, or end the case with this reason.")
            % {"names": "；".join(unmet)}
        )
    if open_ones:
        raise Impossible(_("Judge these first: %(names)s.") % {"names": "；".join(open_ones)})
    flow.close_item(acting_user=acting_user, case=held, item=item, outcome="passed")
    return held


@transaction.atomic
def ask_for_correction(*, acting_user: Any, case: Case, points: Sequence[Point]) -> Case:
    """Return a case for correction, told once and completely; its clock stops.

    Raises PermissionRefused; StaleEdit; Impossible without a point, without a clause, or when the rounds of
    correction that the scheme allows are used up.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.check_case", held)
    item = _at_check(held)
    said = [one for one in points if one.text.strip()]
    if not said:
        raise Impossible(_("Say what is to be corrected, all of it at once."), field="points")
    if any(not one.clause.strip() for one in said):
        raise Impossible(_("Name the clause for each point."), field="points")
    step = held.version.definition.step(item.step).next["to_correct"]
    allowed = _rounds(held, step)
    asked = WorkItem.objects.filter(case=held, type=StepType.FORMAL_CHECK, outcome="to_correct").count()
    if asked >= allowed:
        raise Impossible(
            _("This scheme allows %(number)s corrections and they are used up. Pass the case or end it.")
            % {"number": allowed}
        )
    opened = flow.close_item(
        acting_user=acting_user, case=held, item=item, outcome="to_correct",
        reason=flow.Reason(clause="；".join(dict.fromkeys(one.clause.strip() for one in said))[:200]),
    )  # fmt: skip
    assert opened is not None
    CorrectionPoint.objects.bulk_create(
        CorrectionPoint(
            item=opened, question=one.question, section=one.section,
            clause=one.clause.strip(), text=one.text.strip(),
        )
        for one in said
    )  # fmt: skip
    recorded.record(
        acting_user, recorded.CORRECTION_ASKED, held,
        points=[{"clause": one.clause.strip(), "text": one.text.strip()} for one in said],
        due=opened.due_at.isoformat() if opened.due_at else "",
    )  # fmt: skip
    tell_applicant(acting_user=acting_user, case=held, what="correction", due=opened.due_at)
    return held


@transaction.atomic
def fail_check(*, acting_user: Any, case: Case, reason: str, clause: str) -> Case:
    """End a case at its formal check, with reason and clause. Raises PermissionRefused, StaleEdit, Impossible."""
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.check_case", held)
    item = _at_check(held)
    why = reasoned(reason, clause)
    flow.close_item(acting_user=acting_user, case=held, item=item, outcome="failed", reason=why)
    tell_applicant(acting_user=acting_user, case=held, what="refused")
    return held


def reasoned(reason: str, clause: str, code: str = "") -> flow.Reason:
    """A reason that has words and a clause. Raises Impossible."""
    if not reason.strip():
        raise Impossible(_("Say why, in words the applicant understands."), field="reason")
    if not clause.strip():
        raise Impossible(_("Name the clause."), field="clause")
    return flow.Reason(code=code, text=reason.strip()[:2000], clause=clause.strip()[:200])


def _at_check(case: Case) -> WorkItem:
    return flow.item_at(case, StepType.FORMAL_CHECK)


def _rounds(case: Case, step: str) -> int:
    return int(case.version.definition.step(step).settings.get("rounds", 1))
