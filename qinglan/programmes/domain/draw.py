"""Verbs of the draw: commit to pool and seed, draw, cancel, publish."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.parties import fields
from qinglan.parties.models import InterestKind
from qinglan.parties.sealed import opened, seal
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.seating import close_case, settle
from qinglan.programmes.models import (
    ENDED,
    Case,
    CaseStatus,
    Declaration,
    Exclusion,
    ItemState,
    Panel,
    PanelCase,
    PanelSecret,
    PanelState,
    PoolEntry,
    Round,
    ScoreSheet,
    StepType,
    WorkItem,
)
from qinglan.programmes.panels import draw as panel_draw
from qinglan.programmes.panels.events import (
    CASE_REDRAWN,
    COMMITTED,
    DRAW_PUBLISHED,
    DRAWN,
    PANEL_CANCELLED,
    note_panel,
)
from qinglan.programmes.panels.pool import Candidate, candidates, staff_ties
from qinglan.programmes.panels.record import drawn_of

RESULT = (CaseStatus.ON_NOTICE, CaseStatus.IN_DECISION, CaseStatus.ABOVE, *ENDED)
"""States of a case in which the result of its review is there."""


@dataclass(frozen=True)
class Terms:
    """What the secretary sets; None takes what the scheme's step says. `fields` are texts ``family:code``."""

    review_on: date
    fields: tuple[str, ...] | None = None
    experts: int | None = None
    reserves: int | None = None


@transaction.atomic
def commit_draw(
    *, acting_user: Any, round: Round, cases: Sequence[Case], terms: Terms, declares: bool
) -> Panel:
    """Take the pool as it is, make a seed by chance, and publish the commitment to both.

    1. Locks the round and the cases; each must be at its draw and have no panel yet.
    2. `declares` is the secretary's word that he has no tie to these applicants; one that is known refuses
       him, and without his word nothing begins.
    3. Keeps the pool with a pseudonym for each expert: known ties exclude the pair, unknown ones stay noted.
    4. Stores the commitment, seals the seed, appends ``programmes.draw-committed``.

    Raises PermissionRefused; StaleEdit for a case that somebody else took; Impossible (no case, an even number
    of experts, a day that is over, a tie of the secretary's, too few experts: the case and numbers are named).
    """
    permissions.require(acting_user, "programmes.run_panel", round)
    held = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    chosen = _cases(held, cases)
    step = chosen[0].version.definition.step(chosen[0].step)
    experts = terms.experts if terms.experts is not None else int(step.settings["experts"])
    reserves = terms.reserves if terms.reserves is not None else int(step.settings.get("reserves", 0))
    _check_terms(experts, terms.review_on)
    wanted = fields.checked(terms.fields if terms.fields is not None else step.settings.get("fields", ()))
    _check_staff(acting_user, chosen, terms.review_on, declares)
    people = candidates(wanted, terms.review_on, chosen)
    people = [one for one in people if one.expert.user_id != acting_user.pk]
    _check_enough(chosen, people, experts, reserves)
    hidden = _blind(chosen[0])
    now = clock.now()
    panel = Panel(
        round=held,
        number=held.panels.count() + 1,
        step=step.id,
        experts=experts,
        reserves=reserves,
        fields=[f"{family}:{code}" for family, code in wanted],
        review_on=terms.review_on,
        hides_applicant=hidden,
        hides_experts=bool(step.settings.get("blind", True)),
        algorithm=panel_draw.ALGORITHM,
        state=PanelState.COMMITTED,
        committed_at=now,
        committed_by=acting_user,
    )
    panel.save()
    labelled = _keep_cases(panel, chosen, acting_user, now)
    _keep_pool(panel, people, labelled, acting_user, now)
    seed = secrets.token_hex(32)
    PanelSecret.objects.create(panel=panel, seed=seal(seed))
    panel.commitment = panel_draw.commitment(drawn_of(panel), seed)
    panel.save(update_fields=["commitment"])
    note_panel(
        acting_user, COMMITTED, panel,
        commitment=panel.commitment, algorithm=panel.algorithm, cases=len(chosen), pool=len(people),
        experts=experts, reserves=reserves, fields=panel.fields, review_on=terms.review_on.isoformat(),
    )  # fmt: skip
    return panel


@transaction.atomic
def draw(*, acting_user: Any, panel: Panel) -> Panel:
    """Call up the order and the first seats of every case.

    Experts who left the pool since, are absent on the day, or whose tie became known, are passed over by rule,
    and that is recorded. Raises PermissionRefused; StaleEdit when somebody drew or cancelled meanwhile;
    Impossible when a case can't have all its experts any more.
    """
    held = locked_panel(panel)
    permissions.require(acting_user, "programmes.run_panel", held)
    _at(held, PanelState.COMMITTED)
    held.state, held.drawn_at = PanelState.DRAWN, clock.now()
    held.revision += 1
    held.save(update_fields=["state", "drawn_at", "revision"])
    note_panel(acting_user, DRAWN, held, commitment=held.commitment)
    settle(acting_user=acting_user, panel=held, strict=True)
    return held


@transaction.atomic
def cancel_panel(*, acting_user: Any, panel: Panel, reason: str) -> Panel:
    """Cancel a draw before anybody marked, so that it can be drawn anew; commitment and reason stay public.

    Raises PermissionRefused; StaleEdit; Impossible without a reason, or once a sheet was handed in.
    """
    held = locked_panel(panel)
    permissions.require(acting_user, "programmes.run_panel", held)
    if held.state == PanelState.CANCELLED:
        raise _stale(held, PanelState.DRAWN)
    if not reason.strip():
        raise Impossible(_("Say why. The reason is published with the commitment."), field="reason")
    if ScoreSheet.objects.filter(assignment__seat__panel=held).exists():
        raise Impossible(_("Experts have handed in sheets already. Replace single experts instead."))
    for one in PanelCase.objects.filter(panel=held, is_current=True).select_related("case"):
        item = WorkItem.objects.filter(case=flow.locked(one.case_id), state=ItemState.OPEN).first()
        if item is not None and item.type != StepType.DRAW:
            raise Impossible(
                _("The review of %(case)s has begun. Replace single experts instead.") % {"case": one.case}
            )
    held.state, held.cancelled_at, held.cancel_reason = (
        PanelState.CANCELLED,
        clock.now(),
        reason.strip()[:500],
    )
    held.revision += 1
    held.save(update_fields=["state", "cancelled_at", "cancel_reason", "revision"])
    held.cases.update(is_current=False)
    note_panel(acting_user, PANEL_CANCELLED, held, reason=held.cancel_reason)
    return held


@transaction.atomic
def redraw_case(*, acting_user: Any, panel: Panel, case: PanelCase, reason: str) -> Case:
    """Take a case out of its panel and back to its draw: its order is used up, or its panel can't judge it.

    What was marked on it stays on record and counts no more. Raises PermissionRefused, StaleEdit; Impossible
    without a reason, or for a case that is past its review.
    """
    held = locked_panel(panel)
    permissions.require(acting_user, "programmes.run_panel", held)
    _at(held, PanelState.DRAWN)
    if not reason.strip():
        raise Impossible(_("Say why. The reason is published with the commitment."), field="reason")
    one = PanelCase.objects.select_for_update(of=("self",)).get(pk=case.pk, panel=held)
    moved = flow.locked(one.case_id)
    item = flow.open_item_of(moved)
    if not one.is_current or item.type not in (StepType.DRAW, StepType.REVIEW):
        raise Impossible(_("This case is past its review by this panel."))
    one.is_current = False
    one.save(update_fields=["is_current"])
    one.assignments.filter(ended_at__isnull=True).update(ended_at=clock.now())
    close_case(acting_user, one)
    note_panel(acting_user, CASE_REDRAWN, held, case=one.label, reason=reason.strip()[:500])
    if item.type != StepType.DRAW:
        flow.move_to(acting_user=acting_user, case=moved, step=held.step)
    return moved


@transaction.atomic
def publish_draw(*, acting_user: Any, panel: Panel) -> Panel:
    """Make seed and pseudonymous pool public, after the result.

    Raises PermissionRefused; StaleEdit when it is public already; Impossible while a case of the panel waits
    for its result, or where the seed can't be opened.
    """
    held = locked_panel(panel)
    permissions.require(acting_user, "programmes.run_panel", held)
    if held.published_at is not None:
        raise StaleEdit([Difference(str(_("draw")), str(_("not published")), str(_("published")))])
    if held.state == PanelState.COMMITTED:
        raise Impossible(_("Nothing was drawn yet. Draw first, or cancel it with a reason."))
    current = held.cases.filter(is_current=True).exclude(case__status__in=RESULT)
    waiting = [str(one.case) for one in current.select_related("case")]
    if waiting:
        raise Impossible(
            _("The seed stays secret until the result. These cases wait for theirs: %(cases)s.")
            % {"cases": "、".join(waiting[:5]) + ("…" if len(waiting) > 5 else "")}
        )
    seed = seed_of(held)
    held.published_at = clock.now()
    held.revision += 1
    held.save(update_fields=["published_at", "revision"])
    note_panel(acting_user, DRAW_PUBLISHED, held, commitment=held.commitment, seed=seed)
    return held


def seed_of(panel: Panel) -> str:
    """The seed; whoever calls this must not show it before the draw is public. Raises Impossible."""
    seed = opened(panel.secret.seed)
    if not seed or panel_draw.commitment(drawn_of(panel), seed) != panel.commitment:
        raise Impossible(
            _("The seed does not fit the commitment: the installation's key or the pool was changed.")
        )
    return seed


def locked_panel(panel: Panel | int) -> Panel:
    """The panel, locked until the caller's transaction ends."""
    key = panel.pk if isinstance(panel, Panel) else panel
    return (
        Panel.objects.select_for_update(of=("self",))
        .select_related("round__version__programme", "secret")
        .get(pk=key)
    )


def _at(panel: Panel, state: PanelState) -> None:
    if panel.state != state:
        raise _stale(panel, state)


def _stale(panel: Panel, meant: PanelState) -> StaleEdit:
    return StaleEdit([Difference(str(_("draw")), str(meant.label), panel.get_state_display())])


def _cases(round: Round, cases: Sequence[Case]) -> list[Case]:
    if not cases:
        raise Impossible(_("Choose at least one case."), field="cases")
    found = [flow.locked(key) for key in sorted({case.pk for case in cases})]
    for case in found:
        flow.item_at(case, StepType.DRAW)
        if case.round_id != round.pk:
            raise Impossible(_("%(case)s belongs to another round.") % {"case": case}, field="cases")
        standing = PanelCase.objects.filter(case=case, is_current=True).select_related("panel").first()
        if standing is not None:
            raise StaleEdit(
                [Difference(str(case), str(_("no panel")), _("panel %(n)s") % {"n": standing.panel.number})]
            )
    if len({case.step for case in found}) > 1:
        raise Impossible(_("These cases are at different steps. Draw for each step alone."), field="cases")
    return sorted(found, key=lambda case: (case.number, case.pk))


def _check_terms(experts: int, on: date) -> None:
    if experts < 1 or experts % 2 == 0:
        raise Impossible(_("The number of experts is odd, so that opinions can't be split."), field="experts")
    if on < clock.today():
        raise Impossible(_("This day is over. Choose the day of the review."), field="review_on")


def _check_staff(acting_user: Any, cases: Sequence[Case], on: date, declares: bool) -> None:
    known, _unknown = staff_ties(acting_user, cases, on)
    for case in cases:
        if case.pk in known:
            raise Impossible(
                _(
                    "You have a tie to %(applicant)s (%(kind)s). Recusal covers the staff too: let another"
                    " secretary run this panel, or leave the case out."
                )
                % {"applicant": case.applicant_name, "kind": kind_words(known[case.pk])},
                field="declares",
            )
    if not declares:
        raise Impossible(_("Declare first that you have no tie to these applicants."), field="declares")


def kind_words(kind: str) -> str:
    """A kind of tie in the reader's language."""
    return str(InterestKind(kind).label) if kind in InterestKind.values else str(_("employment"))


def _check_enough(cases: Sequence[Case], people: Sequence[Candidate], experts: int, reserves: int) -> None:
    for case in cases:
        able = sum(1 for one in people if case.pk not in one.known)
        if able < experts + reserves:
            out = len(people) - able
            raise Impossible(
                _(
                    "Not enough experts for %(case)s: %(experts)s and %(reserves)s reserves are needed,"
                    " %(pool)s are in the pool on this day, %(out)s of them are excluded by a tie. Choose more"
                    " fields or another day, nominate experts, or lower the number of reserves."
                )
                % {
                    "case": case,
                    "experts": experts,
                    "reserves": reserves,
                    "pool": len(people),
                    "out": out,
                },
                field="fields",
            )


def _blind(case: Case) -> bool:
    for step in case.version.definition.steps.steps:
        if step.type == StepType.REVIEW.value:
            return bool(step.settings.get("blind", False))
    return False


def _keep_cases(panel: Panel, cases: Sequence[Case], acting_user: Any, now: Any) -> dict[int, PanelCase]:
    made = PanelCase.objects.bulk_create(
        PanelCase(panel=panel, case=case, label=f"C-{number:03d}") for number, case in enumerate(cases, 1)
    )
    Declaration.objects.bulk_create(Declaration(case=one, said_at=now, said_by=acting_user) for one in made)
    return {one.case_id: one for one in made}


def _keep_pool(
    panel: Panel, people: Sequence[Candidate], cases: dict[int, PanelCase], acting_user: Any, now: Any
) -> None:
    names: set[str] = set()
    while len(names) < len(people):
        names.add(f"E-{secrets.token_hex(4).upper()}")
    shuffled = sorted(names)
    secrets.SystemRandom().shuffle(shuffled)
    entries = PoolEntry.objects.bulk_create(
        PoolEntry(panel=panel, expert=one.expert, pseudonym=name, unknown=sorted(one.unknown))
        for one, name in zip(people, shuffled, strict=True)
    )
    Exclusion.objects.bulk_create(
        Exclusion(entry=entry, case=cases[case], kind=kind, at=now, by=acting_user, after_commitment=False)
        for entry, one in zip(entries, people, strict=True)
        for case, kind in one.known.items()
    )


def forget_earlier(acting_user: Any, case: Case, item: WorkItem) -> None:
    """What `flow` calls when a case comes to its draw (again), within the caller's transaction: an earlier panel goes."""
    for one in PanelCase.objects.filter(case=case, is_current=True):
        one.is_current = False
        one.save(update_fields=["is_current"])
        one.assignments.filter(ended_at__isnull=True).update(ended_at=clock.now())
        close_case(acting_user, one)


flow.ON_OPENED.setdefault(StepType.DRAW.value, []).append(forget_earlier)
