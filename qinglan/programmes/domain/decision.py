"""Verbs of the decision: prepared by an officer, released in a batch by a decision maker 公布."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import News, tell_applicants
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.desks.piles import piles_of
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.award_grant import grant_awards
from qinglan.programmes.domain.check import Point
from qinglan.programmes.domain.re_evaluation import award_of
from qinglan.programmes.domain.recommendation import point_out
from qinglan.programmes.jobs import issue_certificate
from qinglan.programmes.models import Award, Case, Decision, Release, Round, StepType, Verdict

OUTCOME = {Verdict.GRANT: "granted", Verdict.REFUSE: "refused", Verdict.RETURN: "returned"}


@dataclass(frozen=True)
class Prepared:
    """A verdict with its reason: words and clause where it doesn't grant, and a code of the definition."""

    verdict: Verdict
    reason: str = ""
    clause: str = ""
    code: str = ""


@transaction.atomic
def prepare_decision(
    *, acting_user: Any, case: Case, prepared: Prepared, seen_revision: int | None = None
) -> Decision:
    """Prepare the decision on a case, or change it while it isn't released.

    `seen_revision` is that of the decision that the acting user saw, 0 where he saw none. Raises
    PermissionRefused; StaleEdit, with the other verdict, when somebody prepared one meanwhile; Impossible
    without a reason where it doesn't grant.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.prepare_decision", held)
    item = flow.item_at(held, StepType.DECISION)
    if prepared.verdict != Verdict.GRANT and not prepared.reason.strip():
        raise Impossible(_("Say why, in words the applicant understands."), field="reason")
    if prepared.verdict != Verdict.GRANT and not prepared.clause.strip():
        raise Impossible(_("Name the clause."), field="clause")
    standing = Decision.objects.select_for_update(of=("self",)).filter(item=item).first()
    if seen_revision is not None and (standing.revision if standing else 0) != seen_revision:
        raise StaleEdit(_differences(prepared, standing))
    values = {
        "verdict": prepared.verdict,
        "reason_code": prepared.code,
        "reason": prepared.reason.strip()[:2000],
        "clause": prepared.clause.strip()[:200],
        "prepared_by": acting_user,
        "prepared_at": clock.now(),
        "revision": (standing.revision if standing else 0) + 1,
    }
    decision, _made = Decision.objects.update_or_create(item=item, defaults={**values, "case": held})
    recorded.record(
        acting_user, recorded.DECISION_PREPARED, held,
        verdict=decision.verdict, reason=decision.reason, clause=decision.clause,
    )  # fmt: skip
    if standing is None:
        desk_todos.settle(acting_user, piles_of(held, item))
    return decision


@transaction.atomic
def release_decisions(
    *, acting_user: Any, round: Round, decisions: Sequence[Decision], basis: str
) -> Release:
    """Release prepared decisions of a round together: all of them or none.

    In this order: the round is locked, so that two releases of it follow each other; each case is locked
    in the order of their keys; a decision that changed meanwhile, is released already, or whose case is
    held by an objection stops the whole release with all of them named. Then each work item is closed, awards
    are made with numbers without a gap, applicants are told, and the batch is an event of the round. The
    certificates follow in the background. Nobody releases what he prepared himself. Raises
    PermissionRefused, StaleEdit, Impossible.
    """
    held_round = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    permissions.require(acting_user, "programmes.release_decisions", held_round)
    if not basis.strip():
        raise Impossible(_("Say by which meeting or document this is decided."), field="basis")
    if not decisions:
        raise Impossible(_("Choose at least one decision."))
    cases = _lock_cases(held_round, decisions)
    current = {one.pk: one for one in _lock_decisions(decisions)}
    _refuse_stale(decisions, current, cases)
    if any(one.prepared_by_id == acting_user.pk for one in current.values()):
        raise Impossible(_("You prepared some of these yourself. Somebody else releases them."))
    _keep_quota(held_round, list(current.values()))
    release = Release.objects.create(
        round=held_round, released_at=clock.now(), released_by=acting_user, basis=basis.strip()[:200]
    )
    ordered = sorted(current.values(), key=lambda each: each.case_id)
    Decision.objects.filter(pk__in=list(current)).update(release=release)
    with recorded.gathered(acting_user), desk_todos.gathered(acting_user):
        granted = _carry_out(acting_user, [(cases[one.case_id], one) for one in ordered])
    counts = {verdict.value: sum(o.verdict == verdict for o in current.values()) for verdict in Verdict}
    recorded.record_round(
        acting_user, recorded.BATCH_RELEASED, held_round,
        release=release.pk, basis=release.basis, awards=[award.number for award in granted], **counts,
    )  # fmt: skip
    return release


def _carry_out(acting_user: Any, decided: Sequence[tuple[Case, Decision]]) -> list[Award]:
    """What follows from released decisions on locked cases; the awards, in the order of the cases."""
    for case, one in decided:
        recorded.record(
            acting_user, recorded.DECISION_RELEASED, case,
            verdict=one.verdict, reason=one.reason, clause=one.clause,
        )  # fmt: skip
    opened = flow.close_items(
        acting_user=acting_user,
        closings=[
            flow.Closing(
                case, one.item, OUTCOME[Verdict(one.verdict)],
                flow.Reason(one.reason_code, one.reason, one.clause),
            )
            for case, one in decided
        ],
    )  # fmt: skip
    awards = _awards_of(acting_user, [case for case, one in decided if one.verdict == Verdict.GRANT])
    news = []
    certified: list[Any] = []
    for (case, one), item in zip(decided, opened, strict=True):
        due = None
        if one.verdict == Verdict.RETURN:
            point_out(item, Point(text=one.reason[:500], clause=one.clause))
            due = item.due_at if item else None
        elif case.pk in awards and item is not None and item.type == StepType.CERTIFICATE:
            certified.append({"award": awards[case.pk].pk})
        news.append(News(case, OUTCOME[Verdict(one.verdict)], due))
    if certified:
        issue_certificate.batch_defer(*certified)
    tell_applicants(acting_user=acting_user, news=news)
    return list(awards.values())


def _awards_of(acting_user: Any, cases: Sequence[Case]) -> dict[int, Award]:
    """By case what it became: a new award, or the one that it evaluated again."""
    new = [case for case in cases if case.renews_id is None]
    made = dict(zip((case.pk for case in new), grant_awards(acting_user=acting_user, cases=new), strict=True))
    found = {}
    for case in cases:
        if case.renews_id is None:
            found[case.pk] = made[case.pk]
            continue
        given, renewed = award_of(acting_user, case)
        if (award := given or renewed) is not None:
            found[case.pk] = award
    return found


def _lock_cases(round: Round, decisions: Sequence[Decision]) -> dict[int, Case]:
    keys = sorted({one.case_id for one in decisions})
    rows = (
        Case.objects.select_for_update(of=("self",))
        .select_related("version__programme", "applicant")
        .filter(pk__in=keys, round=round)
        .order_by("pk")
    )
    found = {case.pk: case for case in rows}
    if len(found) != len(keys):
        raise Impossible(_("Some of these belong to another round."))
    return found


def _lock_decisions(decisions: Sequence[Decision]) -> list[Decision]:
    keys = [one.pk for one in decisions]
    rows = Decision.objects.select_for_update(of=("self",)).select_related("item").filter(pk__in=keys)
    return list(rows.order_by("pk"))


def _refuse_stale(
    decisions: Sequence[Decision], current: dict[int, Decision], cases: dict[int, Case]
) -> None:
    differences = []
    for one in decisions:
        now = current.get(one.pk)
        if now is None or now.revision != one.revision or now.release_id is not None:
            released = now is not None and now.release_id is not None
            word = str(_("released already")) if released else _verdict(now)
            differences.append(Difference(str(cases[one.case_id]), _verdict(one), word))
    if differences:
        raise StaleEdit(differences)
    held = [str(case) for case in cases.values() if case.held_by_objection]
    if held:
        raise Impossible(
            _("Held by an objection: %(names)s. Release the others; these follow after the ruling.")
            % {"names": "、".join(held)}
        )


def _keep_quota(round: Round, decisions: list[Decision]) -> None:
    if round.total_quota is None:
        return
    before = Award.objects.filter(case__round=round).count()
    now = sum(one.verdict == Verdict.GRANT for one in decisions)
    if before + now > round.total_quota:
        raise Impossible(
            _("This round gives %(quota)s awards at most; %(before)s were given and %(now)s would follow.")
            % {"quota": round.total_quota, "before": before, "now": now}
        )


def _differences(prepared: Prepared, standing: Decision | None) -> list[Difference]:
    found = [Difference(str(_("verdict")), str(Verdict(prepared.verdict).label), _verdict(standing))]
    if standing is not None:
        found.append(Difference(str(_("reason in words")), prepared.reason, standing.reason))
        found.append(Difference(str(_("prepared by")), "—", str(standing.prepared_by)))
    return found


def _verdict(decision: Decision | None) -> str:
    return decision.get_verdict_display() if decision is not None else "—"
