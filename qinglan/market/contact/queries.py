"""Named querysets over contacts: the twins of the permissions."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from qinglan.kernel import clock
from qinglan.market.contact import brokers
from qinglan.market.models.agreement import Agreement, AgreementState
from qinglan.market.models.enquiry import Enquiry
from qinglan.market.models.room import Room
from qinglan.parties import holding
from qinglan.parties.models import MembershipRole

_OF_ENQUIRY = ("technology", "need", "sender", "receiver")


def enquiries() -> QuerySet[Enquiry]:
    """All, with what their lines show."""
    return Enquiry.objects.select_related(*_OF_ENQUIRY)


def sent_by(user: Any) -> QuerySet[Enquiry]:
    """Enquiries of the organisations for which `user` does business."""
    return enquiries().filter(sender__in=holding.organisations_represented_by(user)).select_related("room")


def received_by(user: Any) -> QuerySet[Enquiry]:
    """Enquiries to the organisations for which `user` does business."""
    return enquiries().filter(receiver__in=holding.organisations_represented_by(user)).select_related("room")


def visible_enquiries(user: Any) -> QuerySet[Enquiry]:
    """The twin of ``contacts.view``."""
    units = holding.organisations_represented_by(user)
    return enquiries().filter(Q(sender__in=units) | Q(receiver__in=units))


def rooms() -> QuerySet[Room]:
    """All, with what their pages show."""
    return Room.objects.select_related(*(f"enquiry__{name}" for name in _OF_ENQUIRY))


def rooms_of(user: Any) -> QuerySet[Room]:
    """The rooms that `user` reads for a side: he takes part, or administers one of the organisations."""
    administered = holding.organisations_of(user, MembershipRole.ADMINISTRATOR)
    represented = holding.organisations_represented_by(user)
    part = Q(participants__user=user, participants__left_at__isnull=True) & ~Q(participants__role="broker")
    mine = part & (
        Q(participants__side="asking", enquiry__sender__in=represented)
        | Q(participants__side="owning", enquiry__receiver__in=represented)
    )
    return (
        rooms()
        .filter(
            mine
            | brokers.stands_in(user)
            | Q(enquiry__sender__in=administered)
            | Q(enquiry__receiver__in=administered)
        )
        .distinct()
    )


def shared_rooms() -> QuerySet[Room]:
    """Rooms that both sides let officers read."""
    return rooms().filter(asking_shares=True, owning_shares=True)


def agreements_of(user: Any, listing: Any) -> QuerySet[Agreement]:
    """The agreements in force by which `user` sees protected parts of `listing`, of which he is not the owner."""
    return _agreements_held_by(user).filter(**{f"enquiry__{listing.SIDE}": listing.pk})


def listings_opened_to(user: Any) -> frozenset[str]:
    """The keys (``technology:12``) of what agreements in force open to `user`: the twin of `agreements_of`."""
    rows = _agreements_held_by(user).values_list("enquiry__technology", "enquiry__need")
    return frozenset(
        f"{side}:{key}"
        for pair in rows
        for side, key in zip(("technology", "need"), pair, strict=True)
        if key is not None
    )


def _agreements_held_by(user: Any) -> QuerySet[Agreement]:
    """The agreements in force of the organisations for which `user` does business; none after their last day."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return Agreement.objects.none()
    units = holding.organisations_represented_by(user)
    return Agreement.objects.filter(
        Q(enquiry__sender__in=units) | Q(enquiry__receiver__in=units),
        state=AgreementState.IN_FORCE,
        ends_on__gte=clock.today(),
    )


def copies_to_compare() -> QuerySet[Agreement]:
    """Agreements of which a stamped copy waits to be compared, the longest first."""
    return (
        Agreement.objects.filter(signatures__state="scanned")
        .select_related(*(f"enquiry__{name}" for name in _OF_ENQUIRY))
        .annotate(copies=Count("pk"))
        .order_by("drawn_up_at")
    )
