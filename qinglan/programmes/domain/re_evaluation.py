"""Re-evaluation 复评: a new case on the same award, and what its result makes of that award."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.awards import events as award_events
from qinglan.programmes.awards.told import tell_holder
from qinglan.programmes.definition.after import Grade
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.award import grant_award, last_day
from qinglan.programmes.domain.award_life import (
    ON_RECTIFIED,
    begin_rectification,
    ground_like,
    propose_revocation,
)
from qinglan.programmes.domain.award_state import locked, note, standing
from qinglan.programmes.domain.case import begin_case
from qinglan.programmes.domain.re_evaluation_duty import evaluation_of, handed_back, handed_in
from qinglan.programmes.domain.review import reckoned
from qinglan.programmes.jobs import issue_certificate
from qinglan.programmes.judging.evaluation import grade_of
from qinglan.programmes.models import STANDING, Award, AwardState, Case, CaseStatus, Round, StepType, WorkItem

RE_EVALUATED, RENEWED = "re_evaluated", "renewed"


def begin_re_evaluation(*, acting_user: Any, award: Award, round: Round) -> Case:
    """Begin the application by which an award is evaluated again, or give back the one that was begun.

    The round is one of the scheme that evaluates it: its own, or the one that it names. Raises
    PermissionRefused; Impossible for an award that has ended or isn't re-evaluated, another scheme's round, a
    round that takes only what is due earlier, and as `begin_case`.
    """
    permissions.require(acting_user, "programmes.report_award", award)
    held = Award.objects.select_related("programme", "version", "holder").get(pk=award.pk)
    standing(held)
    again = evaluation_of(held)
    if round.version.programme.slug != (again.by or held.programme.slug):
        raise Impossible(_("This round evaluates other awards. Choose one of those offered."), field="round")
    if round.re_evaluates_by is not None and (
        held.re_evaluate_on is None or held.re_evaluate_on > round.re_evaluates_by
    ):
        raise Impossible(
            _(
                "This round takes awards whose re-evaluation is due by {last}; this one is due on {due}. Wait for a later round."
            ).format(last=round.re_evaluates_by, due=held.re_evaluate_on or "—"),
            field="round",
        )
    takes_subject = round.version.definition.manifest.applicants.subject != "organisation"
    return begin_case(
        acting_user=acting_user,
        round=round,
        applicant=held.holder,
        subject_name=(held.subject_name or held.number) if takes_subject else "",
        renews=held,
    )


def award_of(
    acting_user: Any, case: Case, *, on: date | None = None, valid_to: date | None = None
) -> tuple[Award | None, Award | None]:
    """What a granted case becomes, within the caller's transaction: a new award, and the award it evaluated.

    A case that evaluates an award of its own scheme renews that one and makes none, unless the scheme gives a
    new number. A scheme that evaluates another's awards gives its own result as an award besides.
    """
    day = on or clock.today()
    if case.renews_id is None:
        return grant_award(acting_user=acting_user, case=case, on=day), None
    held = locked(case.renews_id)
    own = held.programme_id == case.version.programme_id
    if held.state not in STANDING:
        return grant_award(acting_user=acting_user, case=case, on=day), None
    if own and not evaluation_of(held).keeps_number and leads_to(held, case)[0] == "renewal":
        new = grant_award(acting_user=acting_user, case=case, on=day)
        new.grade = _grade_id(held, case)
        new.save(update_fields=["grade"])
        return new, None
    made = None if own else grant_award(acting_user=acting_user, case=case, on=day)
    _settle(acting_user, held, case, day, valid_to)
    return made, held


def leads_to(held: Award, case: Case) -> tuple[str, Grade | None]:
    """What a decided case makes of the award, and the grade by the scheme's lines where the score is known.

    A refused case renews nothing, whatever its score: an officer looks at it.
    """
    grade = grade_of(evaluation_of(held), score_of(case))
    is_refused = case.status == CaseStatus.REFUSED
    if grade is not None and not (is_refused and grade.leads_to == "renewal"):
        return grade.leads_to, grade
    return ("revocation" if is_refused else "renewal"), None


def score_of(case: Case) -> Decimal | None:
    """The score of the review; where the scheme has none, that of what was handed in. None where it is open."""
    if case.score is not None:
        return case.score
    found, _revision, _marks = reckoned(case, [])
    return found.total if found is not None else None


def _grade_id(held: Award, case: Case) -> str:
    grade = leads_to(held, case)[1]
    return grade.id if grade is not None else ""


def _settle(acting_user: Any, held: Award, case: Case, day: date, valid_to: date | None = None) -> None:
    """Let the locked award have what its re-evaluation leads to: renewed, to be put right, or before an officer."""
    what, grade = leads_to(held, case)
    reason = _reason(case, grade)
    note(acting_user, held, RE_EVALUATED, day, reason=reason, ground=grade.id if grade else "")
    award_events.record(
        acting_user, award_events.RE_EVALUATED, held,
        case=case.pk, grade=grade.id if grade else "", leads_to=what, reason=reason,
    )  # fmt: skip
    if what == "renewal":
        renew(acting_user, held, grade.id if grade else case.grade, day, valid_to=valid_to)
        return
    held.re_evaluate_on = last_day(day, evaluation_of(held).every)
    held.grade = grade.id if grade is not None else held.grade
    held.save(update_fields=["re_evaluate_on", "grade"])
    failed_again = ground_like(held, "failed_twice") if _failed_before(held, grade) else ""
    if what == "revocation" or failed_again:
        likely = (ground_like(held, words) for words in ("failed_evaluation", "rectified", "recheck"))
        ground = failed_again or next((one for one in likely if one), "")
        propose_revocation(acting_user, held, f"case:{case.pk}", ground, reason)
    if what == "rectification" and held.state != AwardState.RECTIFYING:
        one = begin_rectification(acting_user, held, reason)
        if held.valid_to is not None and held.valid_to < one.due_on:
            held.valid_to = one.due_on  # it doesn't run out while it is put right
            held.save(update_fields=["valid_to"])


def renew(acting_user: Any, held: Award, grade: str, day: date, *, valid_to: date | None = None) -> Award:
    """Renew a locked award under its number, within the caller's transaction.

    The next term follows the present one without a gap, where that hasn't run out; its length is the scheme's,
    unless a list from above says `valid_to`. Where the last day changed a new certificate follows.
    """
    manifest, again = held.version.definition.manifest, evaluation_of(held)
    runs_on = held.valid_to is not None and held.valid_to >= day
    start = date.fromordinal(held.valid_to.toordinal() + 1) if runs_on and held.valid_to else day
    before = held.valid_to
    held.valid_to = valid_to or last_day(start, manifest.award.valid_for)
    held.re_evaluate_on = last_day(start, again.every)
    held.grade = grade
    held.revision += 1
    held.save(update_fields=["valid_to", "re_evaluate_on", "grade", "revision"])
    until = held.valid_to.isoformat() if held.valid_to else _("without an end")
    note(acting_user, held, RENEWED, day, reason=_("valid until {day}").format(day=until), ground=grade)
    award_events.record(
        acting_user, award_events.RENEWED, held,
        valid_to=held.valid_to.isoformat() if held.valid_to else "",
        next=held.re_evaluate_on.isoformat() if held.re_evaluate_on else "",
    )  # fmt: skip
    if manifest.award.certificate and held.valid_to != before:
        issue_certificate.defer(award=held.pk)
    tell_holder(acting_user=acting_user, award=held, what="renewed", reason=until)
    return held


def renew_after_rectification(acting_user: Any, held: Award) -> bool:
    """Renew an award that was put right after its re-evaluation asked for it, within the caller's transaction."""
    last = held.changes.filter(kind__in=[RE_EVALUATED, RENEWED]).order_by("-pk").first()
    again = held.version.definition.after.re_evaluation
    if last is None or last.kind != RE_EVALUATED or again is None:
        return False
    if not any(one.id == last.ground and one.leads_to == "rectification" for one in again.grades):
        return False
    held.valid_to = None if held.valid_to is None else min(held.valid_to, clock.today())
    renew(acting_user, held, held.grade, clock.today())
    return True


def _failed_before(held: Award, grade: Grade | None) -> bool:
    """Whether the evaluation before this one came to the same low grade, with nothing renewed between."""
    lines = held.changes.filter(kind__in=[RE_EVALUATED, RENEWED]).order_by("-pk")[:2]
    kinds = [(one.kind, one.ground) for one in lines]
    return grade is not None and Decimal(grade.at_least) == 0 and kinds == [(RE_EVALUATED, grade.id)] * 2


def _reason(case: Case, grade: Grade | None) -> str:
    score = score_of(case)
    words = [case.round.title]
    if score is not None:
        words.append(_("score {score}").format(score=f"{score.normalize():f}"))
    if grade is not None:
        words.append(grade.text.zh)
    elif case.status == CaseStatus.REFUSED:
        why = WorkItem.objects.filter(case=case, outcome__gt="").exclude(reason="").order_by("-pk").first()
        words.append(why.reason if why is not None else str(case.get_status_display()))
    return "；".join(words)[:1000]


def form_closed(acting_user: Any, case: Case, item: WorkItem) -> None:
    """What `flow` calls when a form is done, within the caller's transaction: the holder has done its part."""
    if case.renews_id is not None and item.outcome == "submitted":
        handed_in(acting_user, locked(case.renews_id), case)


def case_ended(acting_user: Any, case: Case) -> None:
    """What `flow` calls when a case has ended, within the caller's transaction.

    Refused: the result follows by the grade, or is put before an officer. Withdrawn or lapsed: the holder owes
    the re-evaluation again.
    """
    if case.renews_id is None or case.status == CaseStatus.GRANTED:
        return
    held = locked(case.renews_id)
    if held.state not in STANDING:
        return
    if case.status == CaseStatus.REFUSED:
        if not held.changes.filter(kind=RE_EVALUATED, made_at__gte=case.begun_at).exists():
            _settle(acting_user, held, case, clock.today())
    elif case.submitted_at is not None:
        handed_back(acting_user, held, case)


flow.ON_CLOSED.setdefault(StepType.FORM.value, []).append(form_closed)
flow.ON_ENDED.append(case_ended)
ON_RECTIFIED.append(renew_after_rectification)
