"""Verbs on the review of experts: open it, enter an opinion, conclude it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_desk import reason_or_refuse, set_end
from qinglan.contracts.domain.registration_state import locked, set_registration_state, touch
from qinglan.contracts.models import (
    Registration,
    RegistrationReview,
    RegistrationState,
    ReviewBecause,
    ReviewOpinion,
    ReviewOutcome,
)
from qinglan.contracts.registering import periods, recorded, todos
from qinglan.contracts.registering.pack import registration
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import experts
from qinglan.parties.models import Expert
from qinglan.parties.models.expert import ExpertState


@transaction.atomic
def open_review(
    *, acting_user: Any, row: Registration, because: ReviewBecause, note: str = ""
) -> RegistrationReview:
    """Ask experts about a registration: the office has longer, from the same day of acceptance."""
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    if because == ReviewBecause.DISPUTED and not note.strip():
        raise Impossible(_("Say what is disputed."), field="note")
    review = RegistrationReview.objects.create(
        registration=found,
        because=because,
        note=note.strip(),
        opened_on=clock.today(),
        opened_by=acting_user,
    )
    if found.accepted_on is not None:
        set_end(found, with_experts=True)
    set_registration_state(acting_user, found, RegistrationState.REVIEW)
    assert found.due_on is not None  # Only what was accepted goes to experts.
    todos.ask_office(acting_user, todos.CHECK, found, due_at=periods.moment_after(found.due_on))
    recorded.record(acting_user, found, recorded.REVIEWED, {"review": review.pk, "because": because})
    return review


@transaction.atomic
def enter_opinion(
    *, acting_user: Any, row: Registration, expert: Expert, is_technical: bool, text: str,
    technology_amount: int | None = None,
) -> ReviewOpinion:  # fmt: skip
    """What one expert found, from his signed sheet. Who belongs to a party does not review (回避).

    Raises Impossible with the field, PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    review = _open(found)
    if expert.state != ExpertState.IN_POOL:
        raise Impossible(_("This expert is not in the pool at present. Choose another."), field="expert")
    if (ground := _known_tie(found, expert)) is not None:
        raise Impossible(
            _("This expert has a tie to a party: {ground}. Choose another.").format(ground=ground),
            field="expert",
        )
    if technology_amount is not None and not 0 < technology_amount <= (found.amount or 0):
        raise Impossible(
            _("The technology value lies above zero and is at most the contract value."),
            field="technology_amount",
        )
    try:
        with transaction.atomic():
            opinion = ReviewOpinion.objects.create(
                review=review, expert=expert, is_technical=is_technical, technology_amount=technology_amount,
                text=text.strip(), entered_at=clock.now(), entered_by=acting_user,
            )  # fmt: skip
    except IntegrityError as error:
        raise Impossible(_("The opinion of this expert is entered already."), field="expert") from error
    touch(found)
    return opinion


@transaction.atomic
def conclude_review(
    *, acting_user: Any, row: Registration, outcome: ReviewOutcome, conclusion: str,
    technology_amount: int | None = None,
) -> Registration:  # fmt: skip
    """Conclude the review on the opinions entered; the registration goes back to the office, or is refused.

    Another technology value goes back to the unit, which corrects its items of cost. Raises Impossible: too few
    opinions, no reasons, no value; PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.check_registration", row)
    found = locked(row)
    review = _open(found)
    rule = registration().review
    count = review.opinions.count()
    if count < rule.fewest_experts or (rule.odd and count % 2 == 0):
        raise Impossible(
            _(
                "{count} opinions are entered; at least {fewest} are needed, and an odd number of them."
            ).format(count=count, fewest=rule.fewest_experts)
        )
    if outcome == ReviewOutcome.LOWER and not 0 < (technology_amount or 0) <= (found.amount or 0):
        raise Impossible(
            _("The technology value lies above zero and is at most the contract value."),
            field="technology_amount",
        )
    review.outcome = outcome
    review.conclusion = reason_or_refuse(conclusion)
    review.technology_amount = technology_amount if outcome == ReviewOutcome.LOWER else None
    review.concluded_on, review.concluded_by = clock.today(), acting_user
    review.save()
    recorded.record(
        acting_user,
        found,
        recorded.REVIEWED,
        {
            "review": review.pk,
            "outcome": outcome,
            "technology_amount": review.technology_amount,
            "opinions": count,
        },
    )
    set_registration_state(acting_user, found, RegistrationState.ACCEPTED)
    if outcome == ReviewOutcome.NONE:
        set_registration_state(acting_user, found, RegistrationState.REFUSED, review.conclusion)
    elif outcome == ReviewOutcome.LOWER:
        found.accepted_on = found.due_on = None
        set_registration_state(acting_user, found, RegistrationState.RETURNED, review.conclusion)
        todos.give_up(acting_user, found, "contracts.registration-moved")
        todos.ask_unit(acting_user, todos.CORRECT, found)
    return found


def _open(found: Registration) -> RegistrationReview:
    review = found.reviews.filter(concluded_on__isnull=True).first()
    if found.state != RegistrationState.REVIEW or review is None:
        raise Impossible(_("No review of experts is open. Open the page again to see how it stands."))
    return review


def _known_tie(found: Registration, expert: Expert) -> str | None:
    """The first ground on record by which the expert does not review this contract."""
    today = clock.today()
    for unit in {one for one in (found.seller_unit, found.buyer_unit, found.keeper) if one is not None}:
        for conflict in experts.conflicts_of(expert, unit, today):
            if conflict.certainty == "known":
                return f"{unit.name}: {conflict.reason}"
    return None
