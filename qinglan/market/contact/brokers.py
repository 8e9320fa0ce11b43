"""Brokers in negotiation rooms: by whose mandate they sit there, and whether they act for both sides.

A broker takes part for a side by a mandate 委托 in force of its organisation, about what that side brought
into the talks: the owner's listing, or what the asking side offers; where it named nothing, any listing of
its own that could answer the other. Who holds such a mandate of both sides acts for both, and takes part
only when both have confirmed an introduction 报备 of his that says so. Rooms are looked at by `stands_in`
alone, lists and single answers alike.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.web import dates
from qinglan.market.models.brokering import Introduction, IntroductionState, Mandate, MandateState
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import ParticipantRole
from qinglan.parties.models.broker import BrokerState

ORGANISATION = {Side.ASKING: "sender", Side.OWNING: "receiver"}
"""The key of an enquiry that names the organisation of a side."""
_OTHER = {"technology": "need", "need": "technology"}
_CONFIRMED = Q(
    state__in=[IntroductionState.PROTECTED, IntroductionState.LAPSED],
    confirmed_need_at__isnull=False,
    confirmed_technology_at__isnull=False,
)


def in_force() -> QuerySet[Mandate]:
    """Mandates that hold today, of brokers on the list who have an account."""
    today = clock.today()
    return Mandate.objects.filter(
        state=MandateState.IN_FORCE,
        valid_from__lte=today,
        valid_to__gte=today,
        broker__state=BrokerState.ACTIVE,
        broker__user__isnull=False,
    )


def mandates_of(enquiry: Any, side: str) -> QuerySet[Mandate]:
    """The mandates by which brokers may take part for `side`, those that end last first."""
    mine = in_force().filter(client=enquiry.organisation_id(side))
    listing = enquiry.listing if side == Side.OWNING else enquiry.offered
    if listing is not None:
        found = mine.filter(**{listing.SIDE: listing})
    else:
        found = mine.filter(**{f"{_OTHER[enquiry.about]}__isnull": False})
    return found.select_related("broker__agency", "broker__user", "technology", "need").order_by(
        "-valid_to", "pk"
    )


def stands_in(user: Any) -> Q:
    """The rooms in which `user` takes part as a broker and still may: a condition over rooms."""
    of_asking, of_owning = _holds(user, Side.ASKING), _holds(user, Side.OWNING)
    here = Q(
        participants__user=user, participants__left_at__isnull=True, participants__role=ParticipantRole.BROKER
    )
    by_mandate = (Q(participants__side=Side.ASKING) & of_asking) | (
        Q(participants__side=Side.OWNING) & of_owning
    )
    return here & by_mandate & (~(of_asking & of_owning) | _both_confirmed(user))


def _holds(user: Any, side: Side) -> Q:
    """`mandates_of` as a condition over rooms."""
    mine = in_force().filter(broker__user=user, client=OuterRef(f"enquiry__{ORGANISATION[side]}"))
    named = Q(Exists(mine.filter(technology=OuterRef("enquiry__technology")))) | Q(
        Exists(mine.filter(need=OuterRef("enquiry__need")))
    )
    if side == Side.OWNING:
        return named
    for about, other in _OTHER.items():
        unnamed = Q(**{"enquiry__about": about, f"enquiry__{other}__isnull": True})
        named |= unnamed & Q(Exists(mine.filter(**{f"{other}__isnull": False})))
    return named


def _both_confirmed(user: Any) -> Q:
    rows = Introduction.objects.filter(_CONFIRMED, broker__user=user)
    found = Q(Exists(rows.filter(technology=OuterRef("enquiry__technology"), need=OuterRef("enquiry__need"))))
    for about, other in _OTHER.items():
        unnamed = Q(**{"enquiry__about": about, f"enquiry__{other}__isnull": True})
        pair = {about: OuterRef(f"enquiry__{about}"), f"{other}__owner": OuterRef("enquiry__sender")}
        found |= unnamed & Q(Exists(rows.filter(**pair)))
    return found


@dataclass(frozen=True)
class Standing:
    """How a broker stands in talks, as both sides read it.

    `mandate` is that of the side for which he would sit there; `introduction` the one by which both sides
    confirmed that he acts for both, where he does (`is_double`); `pending` the one that waits for their word.
    """

    mandate: Mandate | None
    is_double: bool
    introduction: Introduction | None
    pending: Introduction | None = None

    @property
    def may_take_part(self) -> bool:
        """He has a mandate, and acts for this side alone or with the word of both."""
        return self.mandate is not None and (not self.is_double or self.introduction is not None)

    @property
    def words(self) -> str:
        """What both sides read of him."""
        if self.mandate is None:
            return _("His mandate is over: he no longer reads or writes here.")
        until = dates.day(self.mandate.valid_to)
        if not self.is_double:
            return _("By a mandate of this side, until %(day)s; he holds none of the other side.") % {
                "day": until
            }
        if self.introduction is None:
            return _(
                "He holds mandates of both sides. He takes part when both have confirmed it on his introduction."
            )
        return _("Acts for both sides, which both have confirmed; mandate of this side until %(day)s.") % {
            "day": until
        }


def standing(enquiry: Any, side: str, broker: Any) -> Standing:
    """How `broker` stands in the talks of `enquiry` for `side` now."""
    mandate = mandates_of(enquiry, side).filter(broker=broker).first()
    is_double = mandates_of(enquiry, Side(side).other).filter(broker=broker).exists()
    pair = {enquiry.about: enquiry.listing}
    if enquiry.offered is not None:
        pair[_OTHER[enquiry.about]] = enquiry.offered
    else:
        pair[f"{_OTHER[enquiry.about]}__owner"] = enquiry.sender_id
    if not is_double:
        return Standing(mandate, is_double, None)
    rows = Introduction.objects.filter(broker=broker, **pair).order_by("-registered_at")
    confirmed = rows.filter(_CONFIRMED).first()
    pending = rows.filter(state=IntroductionState.BLOCKED).first() if confirmed is None else None
    return Standing(mandate, is_double, confirmed, pending)
