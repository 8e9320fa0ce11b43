"""Two sides and their contacts for tests, all invented."""

import json
from typing import Any

from qinglan.kernel.events.models import Event
from qinglan.market.domain import confidentiality, enquiry, offer, term_sheet
from qinglan.market.domain.authorisation import authorise
from qinglan.market.domain.term_sheet import Line
from qinglan.market.models import Enquiry, Room
from qinglan.market.models.terms import Offer, TermSheet
from tests.market import made
from tests.parties.organisations.made import verified
from tests.support.people import join, person

ANSWERS = {
    "technology": {"use": "浆厂剥皮工段。", "stage": "已立项。", "mode": "普通许可。"},
    "need": {"solution": "沉淀加吸附。", "proof": "两家电子厂。", "terms": "六个月。"},
}
TERMS = {
    "subject": Line(text="专利一项"),
    "field": Line(text="造纸"),
    "territory": Line(text="本市"),
    "exclusivity": Line(choice="ordinary"),
    "fees": Line(choice="instalments", amount=20_000_000, text="分三期"),
    "term": Line(text="五年"),
    "dispute": Line(choice="court", text="本市"),
}
Both = dict[str, Any]


def payloads(stream: str, kind: str = "") -> list[dict[str, Any]]:
    """What the events of a stream hold, of one kind where it is named."""
    rows = Event.objects.filter(stream=stream).order_by("sequence")
    return [json.loads(bytes(one.payload)) for one in (rows.filter(kind=kind) if kind else rows)]


def both() -> Both:
    """The owner's side (`admin`, `member`, `owner`) and the asking one (`buyer`, `buyer_admin`, `firm`)."""
    who = made.market()
    firm = verified(who["officer"], 2, industry="C22")
    buyer, chief, third = person("buyer"), person("buyer-admin"), person("third")
    join(buyer, firm)
    join(chief, firm, "administrator")
    other = verified(who["officer"], 3)
    join(third, other)
    return {
        **who,
        "firm": firm,
        "buyer": buyer,
        "buyer_admin": chief,
        "third": third,
        "other": other,
        "technology": made.published(who, made.technology(who)),
    }


def sent(who: Both, listing: Any = None, **more: Any) -> Enquiry:
    """An enquiry of the firm about the technology, or about `listing`."""
    about = listing or who["technology"]
    return enquiry.send_enquiry(
        acting_user=who["buyer"], listing=about, sender=who["firm"], answers=ANSWERS[about.SIDE], **more
    )


def accepted(who: Both, listing: Any = None, **more: Any) -> Room:
    """The room of an accepted enquiry."""
    row = enquiry.accept_enquiry(acting_user=who["member"], enquiry=sent(who, listing, **more))
    found: Room = row.room
    return found


def authorised(who: Both) -> None:
    """Both units let their people agree by a click."""
    authorise(acting_user=who["admin"], organisation=who["owner"], user=who["member"], basis="授权书 1 号")
    authorise(
        acting_user=who["buyer_admin"], organisation=who["firm"], user=who["buyer"], basis="授权书 2 号"
    )


def confidential(who: Both, listing: Any = None, *, authorised_already: bool = False, **more: Any) -> Room:
    """A room whose agreement is in force."""
    room = accepted(who, listing, **more)
    if not authorised_already:
        authorised(who)
    agreement = room.enquiry.agreement
    confidentiality.sign_by_click(acting_user=who["buyer"], agreement=agreement)
    confidentiality.sign_by_click(acting_user=who["member"], agreement=agreement)
    return Room.objects.select_related("enquiry").get(pk=room.pk)


def written(who: Both, room: Room, by: str = "buyer", *, seen: int = 0, **changes: Line) -> TermSheet:
    """A version of the terms."""
    return term_sheet.write_sheet(acting_user=who[by], room=room, lines={**TERMS, **changes}, seen=seen)


def offered(who: Both, room: Room) -> Offer:
    """The firm's offer on a first version."""
    return offer.make_offer(acting_user=who["buyer"], sheet=written(who, room), days=10)
