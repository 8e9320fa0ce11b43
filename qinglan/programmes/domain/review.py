"""Verbs of the review: hand in a score sheet, conclude, tell the applicant."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.definition.scoring import Item
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.draw import locked_panel
from qinglan.programmes.domain.seat import has_declared
from qinglan.programmes.domain.seating import close_case
from qinglan.programmes.judging.score import Score, score
from qinglan.programmes.judging.values import values
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import (
    Case,
    CaseStatus,
    Evaluation,
    Feedback,
    FeedbackReason,
    Mark,
    Opinion,
    Panel,
    PanelAssignment,
    PanelCase,
    ScoreSheet,
    StepType,
    Way,
    WorkItem,
)
from qinglan.programmes.panels import flags as panel_flags
from qinglan.programmes.panels.events import FEEDBACK_SENT, REVIEWED, SHEET_SUBMITTED, note_panel
from qinglan.programmes.panels.todos import feedback_sent, review_concluded, sheet_submitted
from qinglan.programmes.panels.told import tell_of_feedback

PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Sheet:
    """What an expert says on a case: marks by item as text, reasons by item, opinion and comment."""

    marks: Mapping[str, str]
    opinion: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def expert_items(case: Case) -> list[Item]:
    """The items of the scheme that experts mark."""
    scoring = case.version.definition.scoring
    groups = scoring.groups if scoring else ()
    return [item for group in groups for item in group.items if item.scorer.kind == "expert"]


@transaction.atomic
def submit_sheet(
    *, acting_user: Any, assignment: PanelAssignment, sheet: Sheet, way: Way = Way.PAGE
) -> ScoreSheet:
    """Hand in a sheet; handed in again, the later one counts and the earlier stays on record.

    Raises PermissionRefused; StaleEdit when the review is over; Impossible before the expert declared that he
    has no tie to the case, and for marks that are missing, no number, or outside 0 to the full marks (the field
    is ``marks.<item>``).
    """
    panel = locked_panel(assignment.seat.panel_id)
    held = PanelAssignment.objects.select_related("seat__panel__round__version", "seat__entry__expert").get(
        pk=assignment.pk
    )
    permissions.require(acting_user, "programmes.enter_sheet", held)
    if not has_declared(held):
        raise Impossible(_("Declare first whether you have a tie to this case."))
    case = flow.locked(held.case.case_id)
    item = flow.item_at(case, StepType.REVIEW)
    marks = _marks(expert_items(case), sheet)
    if sheet.opinion not in Opinion.values:
        raise Impossible(_("Say whether you recommend the case."), field="opinion")
    number = ScoreSheet.objects.filter(assignment=held, item=item).count() + 1
    content = {
        "case": case.number,
        "seat": held.seat.entry.pseudonym,
        "review": item.visit,
        "number": number,
        "marks": {name: shown(value) for name, value in sorted(marks.items())},
        "reasons": {name: text.strip()[:500] for name, text in sorted(sheet.reasons.items()) if text.strip()},
        "opinion": sheet.opinion,
        "comment": sheet.comment.strip()[:2000],
    }
    made = ScoreSheet.objects.create(
        assignment=held,
        item=item,
        number=number,
        opinion=sheet.opinion,
        comment=sheet.comment.strip()[:2000],
        total=sum(marks.values(), Decimal(0)),
        digest=hashlib.sha256(encode(content)).hexdigest(),
        way=way,
        submitted_at=clock.now(),
        submitted_by=acting_user,
    )
    Mark.objects.bulk_create(
        Mark(sheet=made, item=name, marks=value, reason=sheet.reasons.get(name, "").strip()[:500])
        for name, value in marks.items()
    )
    note_panel(
        acting_user, SHEET_SUBMITTED, panel,
        case=held.case.label, pseudonym=held.seat.entry.pseudonym, number=number, digest=made.digest, way=way,
    )  # fmt: skip
    sheet_submitted(acting_user, held, case, item)
    return made


def sheets_of(one: PanelCase, item: WorkItem) -> dict[PanelAssignment, ScoreSheet | None]:
    """By reading that stands the last sheet of this review."""
    rows = list(
        one.assignments.filter(ended_at__isnull=True)
        .select_related("seat__entry__expert__user", "seat__panel")
        .order_by("seat__place")
    )
    sheets = (
        ScoreSheet.objects.filter(assignment__in=rows, item=item).prefetch_related("marks").order_by("number")
    )
    last = {sheet.assignment_id: sheet for sheet in sheets}
    return {row: last.get(row.pk) for row in rows}


def flags_of(one: PanelCase, item: WorkItem) -> list[panel_flags.Flag]:
    """What is striking in the sheets so far, by the distances that the step sets."""
    sheets = {
        row.seat.entry.pseudonym: sheet.total
        for row, sheet in sheets_of(one, item).items()
        if sheet is not None
    }
    case = one.case
    full = sum((item.marks for item in expert_items(case)), Decimal(0))
    return panel_flags.flags(sheets, full, case.version.definition.step(item.step).settings)


def reckoned(case: Case, sheets: Sequence[ScoreSheet]) -> tuple[Score | None, int, dict[str, list[str]]]:
    """The score of a case by these sheets, the revision it rests on, and the marks by item.

    The same inputs give the same score, whenever it is reckoned again. None where the scheme has no scoring.
    """
    revision = case.revisions.order_by("-number").first()
    marks: dict[str, list[str]] = {item.id: [] for item in expert_items(case)}
    for sheet in sheets:
        for mark in sheet.marks.all():
            marks[mark.item].append(shown(mark.marks))
    marks = {name: sorted(found, key=Decimal) for name, found in marks.items()}
    definition = case.version.definition
    if definition.scoring is None or revision is None:
        return None, revision.number if revision else 0, marks
    content = content_of(revision)
    found = values(definition, content.answers, content.rows, content.facts)
    return score(definition, found, marks), revision.number, marks


@transaction.atomic
def conclude_review(
    *,
    acting_user: Any,
    case: Case,
    note: str = "",
    judged: str = "",
    clause: str = "",
) -> Evaluation:
    """Conclude the review of a case: the score, its grade, and where the case goes.

    1. All experts of the case have handed in. Flags (outliers, a panel that disagrees) need a `note` that says
       what was done about them.
    2. The score by the scheme's rules in Decimal, kept with all lines, sheets and marks, to be replayed.
    3. Where the rules leave it open (an answer is missing) the secretary enters what the panel `judged`
       (``passed`` or ``below``) with note and clause; without scoring the majority of opinions decides.
    4. The seats of the case stand from now on; feedback is due by the step's ``feedback_days``.

    Raises PermissionRefused, StaleEdit; Impossible for what is missing.
    """
    one = PanelCase.objects.select_related("panel").filter(case=case, is_current=True).first()
    if one is None:
        raise Impossible(_("No panel was drawn for this case."))
    panel = locked_panel(one.panel_id)
    permissions.require(acting_user, "programmes.run_panel", panel)
    held = flow.locked(case)
    item = flow.item_at(held, StepType.REVIEW)
    found = sheets_of(one, item)
    sheets = [sheet for sheet in found.values() if sheet is not None]
    missing = len(found) - len(sheets)
    if missing or len(found) < panel.experts:
        raise Impossible(
            _("%(here)s of %(wanted)s sheets are here. Remind the others, or replace who can't hand in.")
            % {"here": len(sheets), "wanted": panel.experts}
        )
    flags = flags_of(one, item)
    if flags and not note.strip():
        raise Impossible(
            _("The marks lie far apart. Say what was done about it: who was asked, what was discussed."),
            field="note",
        )
    result, revision, marks = reckoned(held, sheets)
    outcome = _outcome(result, sheets, judged, note, clause)
    made = Evaluation.objects.create(
        case=held,
        item=item,
        revision=revision,
        sheets=sorted(sheet.digest for sheet in sheets),
        marks=marks,
        score=result.stored() if result else None,
        flags=[flag.stored() for flag in flags],
        outcome=outcome,
        note=note.strip()[:1000],
        made_at=clock.now(),
        made_by=acting_user,
    )
    if result is not None:
        held.score, held.grade = result.total, result.grade or ""
        held.save(update_fields=["score", "grade"])
    close_case(acting_user, one)
    feedback = Feedback.objects.create(case=held, item=item, due_at=_feedback_due(held, item))
    note_panel(
        acting_user, REVIEWED, panel,
        case=one.label, outcome=outcome, score=str(result.total) if result and result.total is not None else "",
        grade=result.grade or "" if result else "", sheets=made.sheets, flags=len(flags),
    )  # fmt: skip
    flow.close_item(
        acting_user=acting_user, case=held, item=item, outcome=outcome,
        reason=flow.Reason(text=_words(held, result), clause=clause.strip()[:200]),
    )  # fmt: skip
    if held.status == CaseStatus.REFUSED:
        tell_applicant(acting_user=acting_user, case=held, what="refused")
    review_concluded(acting_user, panel, held, feedback)
    return made


@transaction.atomic
def send_feedback(*, acting_user: Any, feedback: Feedback, codes: Sequence[str], words: str) -> Feedback:
    """Tell the applicant how the review came out: coded reasons, and words that name no expert.

    Raises PermissionRefused; StaleEdit is not needed, sent feedback is Impossible to send again; Impossible
    without a reason of the list.
    """
    held = Feedback.objects.select_for_update(of=("self",)).select_related("case__round").get(pk=feedback.pk)
    permissions.require(acting_user, "programmes.run_panel", held.case)
    if held.sent_at is not None:
        raise Impossible(_("The applicant was told already."))
    chosen = [code for code in FeedbackReason.values if code in set(codes)]
    if not chosen or len(chosen) != len(set(codes)):
        raise Impossible(_("Choose at least one reason from the list."), field="codes")
    for name in _names(held.case):
        if name and name in words:
            raise Impossible(
                _("The text names an expert (%(name)s). Experts stay unnamed towards applicants.")
                % {"name": name},
                field="words",
            )
    held.codes, held.words = chosen, words.strip()[:2000]
    held.sent_at, held.sent_by = clock.now(), acting_user
    held.save(update_fields=["codes", "words", "sent_at", "sent_by"])
    note_panel(acting_user, FEEDBACK_SENT, _panel_of(held), case=held.case.number, codes=chosen)
    tell_of_feedback(acting_user=acting_user, feedback=held)
    feedback_sent(acting_user, held)
    return held


def _panel_of(feedback: Feedback) -> Panel:
    """The panel whose review the feedback is about, be the case with another panel by now or with none."""
    drawn = PanelCase.objects.filter(case=feedback.case).select_related("panel").order_by("-pk")
    reviewed = drawn.filter(assignments__sheets__item=feedback.item).first() or drawn.first()
    if reviewed is None:
        raise Impossible(_("No panel was drawn for this case."))
    return reviewed.panel


def _names(case: Case) -> list[str]:
    rows = PanelAssignment.objects.filter(case__case=case).values_list("seat__entry__expert__name", flat=True)
    return list(rows)


def _marks(items: Sequence[Item], sheet: Sheet) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for item in items:
        raw = str(sheet.marks.get(item.id, "")).strip()
        name = f"marks.{item.id}"
        title = in_reader_language(item.text)
        if not raw:
            raise Impossible(_("Marks are missing: %(item)s.") % {"item": title}, field=name)
        try:
            value = Decimal(raw)
        except InvalidOperation as error:
            raise Impossible(_("“%(raw)s” is no number.") % {"raw": raw[:20]}, field=name) from error
        if not value.is_finite() or value < 0 or value > item.marks:
            raise Impossible(
                _("%(item)s: marks lie between 0 and %(full)s.") % {"item": title, "full": shown(item.marks)},
                field=name,
            )
        if value != value.quantize(PLACES):
            raise Impossible(_("At most two places after the point."), field=name)
        if value == 0 and not sheet.reasons.get(item.id, "").strip():
            raise Impossible(
                _("No marks at all need a reason: %(item)s.") % {"item": title}, field=f"reasons.{item.id}"
            )
        found[item.id] = value
    return found


def _outcome(result: Score | None, sheets: Sequence[ScoreSheet], judged: str, note: str, clause: str) -> str:
    if result is None:
        for_it = sum(1 for sheet in sheets if sheet.opinion == Opinion.RECOMMEND)
        return "passed" if for_it * 2 > len(sheets) else "below"
    if result.passes is not None:
        return "passed" if result.passes else "below"
    if judged not in ("passed", "below"):
        raise Impossible(
            _(
                "The score lies between %(low)s and %(high)s because answers are missing (%(missing)s), and the"
                " line lies between. Enter what the panel judged, with ground and clause."
            )
            % {"low": shown(result.low), "high": shown(result.high), "missing": "、".join(result.unknown)},
            field="judged",
        )
    if not note.strip():
        raise Impossible(_("Say on what the panel based it."), field="note")
    if not clause.strip():
        raise Impossible(_("Name the clause."), field="clause")
    return judged


def _words(case: Case, result: Score | None) -> str:
    if result is None or case.version.definition.scoring is None:
        return ""
    grades = {grade.id: in_reader_language(grade.text) for grade in case.version.definition.scoring.grades}
    total = shown(result.total) if result.total is not None else f"{shown(result.low)}–{shown(result.high)}"
    return _("Score %(total)s of %(full)s: %(grade)s") % {
        "total": total,
        "full": shown(result.full),
        "grade": grades.get(result.grade or "", ""),
    }


def _feedback_due(case: Case, item: WorkItem) -> Any:
    days = case.version.definition.step(item.step).settings.get("feedback_days")
    if not days:
        return None
    return flow.deadline(legal_day(clock.now()), LengthForm(number=int(days), unit="working_day")).ends_at
