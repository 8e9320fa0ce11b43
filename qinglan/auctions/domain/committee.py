"""Verbs on the committee of a competitive selection: name it, answer, give points, fix them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain.lot_state import locked, locked_now, set_lot_state
from qinglan.auctions.models import (
    CommitteeMember,
    Criterion,
    GivenPoints,
    Lot,
    LotMode,
    LotState,
    MemberState,
)
from qinglan.auctions.results import recorded as kinds
from qinglan.auctions.results import todos
from qinglan.auctions.results.names import organisation_of
from qinglan.auctions.results.pack import result_rules
from qinglan.auctions.results.reading import facts_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.experts import conflicts_of
from qinglan.parties.models import Expert

WHOLE = 100
"""Hundredths in a point."""


@transaction.atomic
def name_committee(*, acting_user: Any, lot: Lot, people: Sequence[Any]) -> list[CommitteeMember]:
    """Name the whole committee once the offers are open; each person is an account.

    In this order: lock; the lot is a selection that was opened; number, share of experts and ties to any bidder or
    the owner are looked at (a known tie forbids, an unknown one is asked of the member himself); members and their
    to-dos; the lot goes to the committee; the event says how many, no names. Raises PermissionRefused, StaleEdit,
    Impossible.
    """
    permissions.require(acting_user, "auctions.name_committee", lot)
    row = locked(lot)
    if row.mode != LotMode.COMPARISON or row.state not in (LotState.CLOSED, LotState.JUDGING):
        raise Impossible(_("A committee is named for a competitive selection after its opening."))
    if GivenPoints.objects.filter(member__lot=row).exists():
        raise Impossible(_("Points were given already; the committee stays as it is."))
    experts = {one.user_id: one for one in Expert.objects.filter(user__in=[one.pk for one in people])}
    _composed(len({one.pk for one in people}), len(experts))
    facts = facts_of(row)
    if not facts.counted():
        raise Impossible(_("No offer has been opened yet. The openers come first, then the committee."))
    sides = [row.owner, *(organisation_of(row, facts, bid.bidder) for bid in facts.counted())]
    for person in people:
        _unbiased(person, sides)
    row.committee.all().delete()
    now = clock.now()
    made = [
        CommitteeMember.objects.create(
            lot=row, person=person, expert=experts.get(person.pk), state=MemberState.NAMED,
            named_at=now, named_by=acting_user,
        )
        for person in people
    ]  # fmt: skip
    if row.state == LotState.CLOSED:
        set_lot_state(acting_user, row, LotState.JUDGING)
    recorded.record(acting_user, row, kinds.COMMITTEE, {"members": len(made), "experts": len(experts)})
    todos.committee_named(acting_user, row)
    todos.points_given(acting_user, row)
    for member in made:
        todos.points_wanted(acting_user, row, member)
    return made


@transaction.atomic
def give_points(
    *, acting_user: Any, lot: Lot, points: Mapping[tuple[str, int], tuple[int, str]], hand_in: bool
) -> CommitteeMember:
    """Store what a member gives: by label of the offer and key of the criterion, hundredths of points and a note.

    Handed in, every offer has points for every criterion but the price, and the member declares that nothing ties
    him to a bidder; nothing changes after that. Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "auctions.judge", lot)
    row = locked_now(lot.pk)
    member = CommitteeMember.objects.select_for_update().get(lot=row, person=acting_user)
    if row.state != LotState.JUDGING or member.state == MemberState.HANDED_IN:
        raise Impossible(_("Your points are handed in, or the committee is no longer at work."))
    criteria = {one.pk: one for one in row.criteria.filter(is_price=False)}
    labels = [bid.bidder for bid in facts_of(row).counted() if not bid.void]
    for (label, key), (given, note) in points.items():
        _fits(labels, criteria, label, key, given)
        GivenPoints.objects.update_or_create(
            member=member, label=label, criterion=criteria[key],
            defaults={"points": given, "note": note.strip()[:300]},
        )  # fmt: skip
    if hand_in:
        if member.points.count() != len(labels) * len(criteria):
            raise Impossible(
                _("Some offers have no points yet. Give points for every criterion, then hand in.")
            )
        member.state, member.answered_at = MemberState.HANDED_IN, clock.now()
        member.revision += 1
        member.save()
        todos.points_handed_in(acting_user, row, acting_user)
    return member


@transaction.atomic
def decline_seat(*, acting_user: Any, lot: Lot, reason: str) -> CommitteeMember:
    """A member steps back, with the reason (a tie above all); the organiser names the committee anew.

    Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "auctions.judge", lot)
    if not reason.strip():
        raise Impossible(_("Say why you can't judge."), field="reason")
    member = CommitteeMember.objects.select_for_update().get(lot=lot, person=acting_user)
    if member.state == MemberState.HANDED_IN:
        raise Impossible(_("Your points are handed in, or the committee is no longer at work."))
    member.state, member.reason, member.answered_at = MemberState.DECLINED, reason.strip()[:200], clock.now()
    member.revision += 1
    member.save()
    todos.points_handed_in(acting_user, lot, acting_user)
    todos.committee_wanted(acting_user, lot)
    return member


@transaction.atomic
def fix_scores(*, acting_user: Any, lot: Lot) -> Lot:
    """Fix the points when every member has handed in: they become an event, member by member without names.

    Raises PermissionRefused, StaleEdit, Impossible (somebody has not handed in).
    """
    permissions.require(acting_user, "auctions.fix_scores", lot)
    row = locked(lot)
    missing = row.committee.exclude(state=MemberState.HANDED_IN).count()
    if row.state != LotState.JUDGING or missing or not row.committee.exists():
        raise Impossible(
            _(
                "{missing} members have not handed in their points. Remind them, or name the committee anew."
            ).format(missing=missing)
        )
    given: dict[str, dict[str, list[int]]] = {}
    rows = GivenPoints.objects.filter(member__lot=row).order_by("label", "criterion__place", "member")
    for label, place, points in rows.values_list("label", "criterion__place", "points"):
        given.setdefault(label, {}).setdefault(str(place), []).append(points)
    recorded.record(acting_user, row, kinds.SCORED, {"points": given})
    todos.points_given(acting_user, row)
    return row


def _composed(members: int, experts: int) -> None:
    rule = result_rules().committee
    if members < rule.fewest or (rule.odd and members % 2 == 0):
        raise Impossible(
            _(
                "A committee has at least {fewest} members, and an odd number of them; these are {members}."
            ).format(fewest=rule.fewest, members=members),
            field="people",
        )
    if experts * 3 < members * rule.expert_thirds:
        raise Impossible(
            _(
                "At least {thirds} of three members are experts of the register; these are {experts} of {members}."
            ).format(thirds=rule.expert_thirds, experts=experts, members=members),
            field="people",
        )


def _unbiased(person: Any, sides: Sequence[Any]) -> None:
    for side in sides:
        if any(one.certainty == "known" for one in conflicts_of(person, side, clock.today())):
            raise Impossible(
                _("{person} is tied to {name} and can't judge here. Name somebody else.").format(
                    person=person, name=side.name
                ),
                field="people",
            )


def _fits(labels: list[str], criteria: Mapping[int, Criterion], label: str, key: int, given: int) -> None:
    if label not in labels or key not in criteria:
        raise Impossible(_("This offer or criterion is not part of the lot. Open the page again."))
    if not 0 <= given <= criteria[key].points * WHOLE:
        raise Impossible(
            _("Points go from 0 to {most} here.").format(most=criteria[key].points), field=f"{label}-{key}"
        )
