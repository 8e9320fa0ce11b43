"""Verbs on a seat: invite, note a call, answer, declare, replace. The rule of who steps in is `seating.settle`."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.parties.models import InterestKind
from qinglan.programmes.domain.draw import locked_panel
from qinglan.programmes.domain.seating import change_seat, exclude, settle, step_of
from qinglan.programmes.models import (
    Declaration,
    Exclusion,
    Panel,
    PanelAssignment,
    PanelCase,
    PanelState,
    Seat,
    SeatState,
    Way,
)
from qinglan.programmes.panels.record import UNREACHED
from qinglan.programmes.panels.todos import seat_invited
from qinglan.programmes.panels.told import invite_by_message

KINDS = ("employer", *InterestKind.values)


@transaction.atomic
def invite_seat(*, acting_user: Any, seat: Seat, way: Way) -> Seat:
    """Invite a drawn expert, by message (with a link to this one task) or by telephone.

    The message names round and day, never an applicant. Raises PermissionRefused; StaleEdit when he has
    answered meanwhile; Impossible where he has no account to write to.
    """
    held = _locked(seat)
    permissions.require(acting_user, "programmes.run_panel", held.panel)
    _still(held, SeatState.CALLED, SeatState.INVITED)
    if way == Way.MESSAGE:
        invite_by_message(acting_user=acting_user, seat=held)
    elif way != Way.TELEPHONE:
        raise Impossible(_("Invite by message or by telephone."), field="way")
    change_seat(acting_user, held, SeatState.INVITED, way)
    seat_invited(acting_user, held)
    return held


@transaction.atomic
def note_call(*, acting_user: Any, seat: Seat) -> Seat:
    """Note that a call was not taken: the order is kept, and it can be seen how often it was tried."""
    held = _locked(seat)
    permissions.require(acting_user, "programmes.run_panel", held.panel)
    _still(held, SeatState.CALLED, SeatState.INVITED)
    step_of(acting_user, held, UNREACHED, Way.TELEPHONE)
    return held


@transaction.atomic
def answer_seat(*, acting_user: Any, seat: Seat, accepts: bool, way: Way, reason: str = "") -> Seat:
    """Yes or no: by the expert himself on his page, or as the secretary heard it on the telephone.

    At a no the next in the order is called, in the same transaction. Raises PermissionRefused; StaleEdit when
    it was answered; Impossible when the order is used up.
    """
    held = _locked(seat)
    verb = "programmes.answer_seat" if way == Way.PAGE else "programmes.run_panel"
    permissions.require(acting_user, verb, held if way == Way.PAGE else held.panel)
    _still(held, SeatState.INVITED)
    change_seat(
        acting_user,
        held,
        SeatState.ACCEPTED if accepts else SeatState.DECLINED,
        way,
        "" if accepts else reason,
    )
    settle(acting_user=acting_user, panel=held.panel)
    return held


@transaction.atomic
def declare_for_cases(*, acting_user: Any, seat: Seat, ties: dict[int, str], way: Way = Way.PAGE) -> Seat:
    """What an expert declares about the cases of his panel: by key of a `PanelCase` the kind of tie.

    Cases that aren't named have none, by his word. A tie excludes him from that case and the next in the order
    reads it; with a tie to each of his cases his seat is gone. Raises PermissionRefused, StaleEdit, Impossible.
    """
    held = _locked(seat)
    verb = "programmes.answer_seat" if way == Way.PAGE else "programmes.run_panel"
    permissions.require(acting_user, verb, held if way == Way.PAGE else held.panel)
    _still(held, SeatState.INVITED, SeatState.ACCEPTED)
    own = list(
        PanelCase.objects.filter(assignments__seat=held, assignments__ended_at__isnull=True).distinct()
    )
    others = PanelCase.objects.filter(panel=held.panel, pk__in=ties)
    found = {one.pk: one for one in [*own, *others]}
    if unknown := ties.keys() - found.keys():
        raise Impossible(_("Case %(key)s is not one of this panel.") % {"key": min(unknown)})
    if any(kind not in KINDS for kind in ties.values()):
        raise Impossible(_("Choose the kind of tie from the list."), field="kind")
    now = clock.now()
    Declaration.objects.bulk_create(
        Declaration(case=one, seat=held, kind=ties.get(key, ""), said_at=now, said_by=acting_user)
        for key, one in sorted(found.items())
    )
    held.declared_at = now
    held.save(update_fields=["declared_at"])
    for key, kind in sorted(ties.items()):
        if not Exclusion.objects.filter(entry=held.entry, case=found[key]).exists():
            exclude(acting_user, held, found[key], kind, way)
    if own and all(one.pk in ties for one in own):
        change_seat(acting_user, held, SeatState.CONFLICTED, way)
    if ties:
        settle(acting_user=acting_user, panel=held.panel)
    return held


@transaction.atomic
def find_conflict(*, acting_user: Any, seat: Seat, case: PanelCase, kind: str) -> Seat:
    """The secretary learns of a tie after the draw: the expert no longer reads the case, the next steps in.

    Raises PermissionRefused, StaleEdit; Impossible for a case that he doesn't read.
    """
    held = _locked(seat)
    permissions.require(acting_user, "programmes.run_panel", held.panel)
    _still(held, SeatState.CALLED, SeatState.INVITED, SeatState.ACCEPTED)
    if kind not in KINDS:
        raise Impossible(_("Choose the kind of tie from the list."), field="kind")
    readings = PanelAssignment.objects.filter(seat=held, ended_at__isnull=True)
    if not readings.filter(case=case).exists():
        raise Impossible(_("This expert doesn't read this case."), field="case")
    exclude(acting_user, held, case, kind, Way.SYSTEM)
    if not readings.exclude(case=case).exists():
        change_seat(acting_user, held, SeatState.CONFLICTED, Way.SYSTEM)
    settle(acting_user=acting_user, panel=held.panel)
    return held


@transaction.atomic
def replace_seat(*, acting_user: Any, seat: Seat, reason: str) -> Seat:
    """An expert can't be reached, fell ill or didn't hand in: the next in the order steps in.

    Raises PermissionRefused, StaleEdit; Impossible without a reason, or when the order is used up.
    """
    held = _locked(seat)
    permissions.require(acting_user, "programmes.run_panel", held.panel)
    _still(held, SeatState.CALLED, SeatState.INVITED, SeatState.ACCEPTED)
    if not reason.strip():
        raise Impossible(_("Say why. Nobody is replaced without a reason."), field="reason")
    change_seat(acting_user, held, SeatState.REPLACED, Way.SYSTEM, reason)
    settle(acting_user=acting_user, panel=held.panel)
    return held


@transaction.atomic
def reseat(*, acting_user: Any, panel: Panel) -> Panel:
    """Bring the seats of a drawn panel up to date after a case came back to its review. Raises PermissionRefused."""
    permissions.require(acting_user, "programmes.reseat_panel")
    held = locked_panel(panel)
    if held.state == PanelState.DRAWN:
        settle(acting_user=acting_user, panel=held)
    return held


def has_declared(assignment: PanelAssignment) -> bool:
    """Whether the expert of a reading has said that he has no tie to its case."""
    return Declaration.objects.filter(seat=assignment.seat_id, case=assignment.case_id, kind="").exists()


def _locked(seat: Seat) -> Seat:
    """The seat with its panel, both locked: the panel first, so that two changes of one panel queue up."""
    panel = locked_panel(seat.panel_id)
    if panel.state != PanelState.DRAWN:
        raise StaleEdit([Difference(str(_("draw")), str(PanelState.DRAWN.label), panel.get_state_display())])
    held = Seat.objects.select_for_update(of=("self",)).select_related("entry__expert__user").get(pk=seat.pk)
    held.panel = panel
    return held


def _still(seat: Seat, *states: SeatState) -> None:
    if seat.state not in states:
        raise StaleEdit([Difference(str(_("seat")), str(states[0].label), seat.get_state_display())])
