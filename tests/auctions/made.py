"""Lots, organisers and bidders for tests, all invented. Amounts are in 分."""

from datetime import date, timedelta
from typing import Any

from qinglan.auctions.models import Better, Bidder, BidderState, Lot, LotMode, LotState
from qinglan.kernel import clock
from tests.market import made
from tests.parties.organisations.made import verified
from tests.support.people import join, person

BASE: dict[str, Any] = {
    "title": "干法剥皮节水技术专利许可",
    "owner_class": "private",
    "organiser_licence": "拍卖许可（演示）1 号",
    "custodian": "演示银行监管账户",
    "transfer_mode": "transfer",
    "mode": LotMode.ONLINE,
    "pricing_basis": "collective",
    "decision_number": "会议纪要（演示）1 号",
    "decision_date": date(2026, 1, 5),
    "start_price": 100_000_00,
    "step": 1_000_00,
    "deposit": 10_000_00,
    "disclosure_days": 10,
}


def auction() -> dict[str, Any]:
    """The people of the market (`tests.market.made.market`), an organiser with its person, three firms that bid."""
    who = made.market()
    organiser = verified(who["officer"], 11, industry="L72")
    auctioneer = person("auctioneer")
    join(auctioneer, organiser, "administrator")
    who |= {"organiser": organiser, "auctioneer": auctioneer, "firms": [], "bidders": []}
    for place in range(3):
        firm, bidder = verified(who["officer"], 21 + place, industry="C22"), person(f"bidder-{place + 1}")
        join(bidder, firm, "administrator")
        who["firms"].append(firm)
        who["bidders"].append(bidder)
    return who


def lot(
    who: dict[str, Any], *, state: str = LotState.DISCLOSED, number: str = "2026-0001", **changes: Any
) -> Lot:
    """A lot as a row in `state`, of a published technology (or of `changes`): for tests of what comes later."""
    now = clock.now()
    values = {**BASE, **changes}
    if not {"technology", "right", "need"} & set(values):
        values["technology"] = made.published(who, made.technology(who))
    values["better"] = Better.LOWER if values.get("need") else Better.HIGHER
    return Lot.objects.create(
        **{
            "owner": who["owner"],
            "organiser": who["organiser"],
            "created_by": who["member"],
            "created_at": now,
            "changed_at": now,
            "disclosed_at": now if state not in ("draft", "check", "returned") else None,
            "bids_from": now - timedelta(hours=1),
            "bids_until": now + timedelta(hours=1),
            **values,
            "number": number,
            "state": state,
        }
    )


def bidder(who: dict[str, Any], of: Lot, place: int = 0, **changes: Any) -> Bidder:
    """The firm at `place`, qualified with the number 101 + `place`."""
    now = clock.now()
    values = {"number": 101 + place, "state": BidderState.QUALIFIED, "declared_unrelated": True, **changes}
    return Bidder.objects.create(
        lot=of,
        organisation=who["firms"][place],
        person=who["bidders"][place],
        applied_at=now,
        deposit_confirmed_at=now,
        **values,
    )
