"""Who stands behind the numbers and labels of the bids."""

from typing import Any

from qinglan.auctions.models import Bidder, Lot
from qinglan.auctions.results.stream import Facts
from qinglan.parties.models import Organisation


def bidder_of(lot: Lot, label: str) -> Bidder | None:
    """The bidder with this number; None for the label of a sealed bid."""
    if not label.isdecimal():
        return None
    return Bidder.objects.select_related("organisation").filter(lot=lot, number=int(label)).first()


def organisation_of(lot: Lot, facts: Facts, label: str) -> Organisation:
    """The organisation behind a number (open bids) or named in an opened sealed bid."""
    bidder = bidder_of(lot, label)
    if bidder is not None:
        return bidder.organisation
    return Organisation.objects.get(code=facts.names[label]["code"])


def numbers_with_names(lot: Lot) -> list[dict[str, Any]]:
    """What the event tells of each bidder with a number: number, code and name of the organisation.

    `salt` opens the commitment that was made when the number was given.
    """
    rows = Bidder.objects.filter(lot=lot, number__isnull=False).order_by("number")
    columns = ("number", "organisation__code", "organisation__name", "who_nonce")
    return [
        {"bidder": number, "code": code, "name": name} | ({"salt": nonce} if nonce else {})
        for number, code, name, nonce in rows.values_list(*columns)
    ]
