"""Term sheets by versions, their differences, offers and counter-offers, agreement and hand-over."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.web.money import money
from qinglan.market.contact import hand_over
from qinglan.market.contact.comparing import pieces, points
from qinglan.market.domain import offer as verbs
from qinglan.market.domain import room as rooms
from qinglan.market.domain.term_sheet import Line, write_sheet
from qinglan.market.models import Enquiry, HandOver
from qinglan.market.models.terms import Offer
from qinglan.parties.domain.account import system_user
from tests.market.contact import made
from tests.support.people import join, person

Both = dict[str, Any]


def test_versions_count_up_and_show_what_differs(both: Both) -> None:
    room = made.confidential(both)
    first = made.written(both, room)
    second = made.written(both, room, "member", seen=1, term=Line(text="三年"), audit=Line(text="每年一次"))
    assert [(one.number, one.side) for one in room.sheets.all()] == [(1, "asking"), (2, "owning")]
    changed = {one.code: (one.before, one.after) for one in points(first, second) if one.differs}
    assert changed == {"term": ("五年", "三年"), "audit": ("", "每年一次")}
    fees = next(one for one in points(None, second) if one.code == "fees")
    assert fees.after == f"Instalments · {money(20_000_000)} · 分三期"


def test_a_version_is_written_after_the_newest_one_and_says_something_new(both: Both) -> None:
    room = made.confidential(both)
    made.written(both, room)
    with pytest.raises(StaleEdit) as stale:
        made.written(both, room, "member", term=Line(text="三年"))
    assert [(one.yours, one.current) for one in stale.value.differences] == [("—", "v1")]
    with pytest.raises(Impossible):
        made.written(both, room, "member", seen=1)
    with pytest.raises(Impossible):
        write_sheet(acting_user=both["buyer"], room=room, lines={}, seen=1)
    with pytest.raises(Impossible) as refused:
        made.written(both, room, seen=1, exclusivity=Line(choice="eternal"))
    assert refused.value.field == "exclusivity"
    with pytest.raises(Impossible) as refused:
        made.written(both, room, seen=1, term=Line(amount=5))
    assert refused.value.field == "term"


def test_no_terms_while_a_side_has_no_name(both: Both) -> None:
    room = made.accepted(both, anonymous=True)
    with pytest.raises(Impossible):
        made.written(both, room)


def test_an_offer_needs_every_essential_point_and_a_sound_term(both: Both) -> None:
    room = made.confidential(both)
    sheet = write_sheet(acting_user=both["buyer"], room=room, lines={"term": Line(text="五年")}, seen=0)
    with pytest.raises(Impossible) as refused:
        verbs.make_offer(acting_user=both["buyer"], sheet=sheet, days=10)
    assert "Subject" in refused.value.message
    assert "Dispute" in refused.value.message
    whole = made.written(both, room, seen=1)
    with pytest.raises(StaleEdit):
        verbs.make_offer(acting_user=both["buyer"], sheet=sheet, days=10)
    with pytest.raises(Impossible) as refused:
        verbs.make_offer(acting_user=both["buyer"], sheet=whole, days=91)
    assert refused.value.field == "days"


def test_a_counter_offer_takes_the_place_and_only_the_current_one_is_accepted(both: Both) -> None:
    room = made.confidential(both)
    first = made.offered(both, room)
    counter = made.written(both, room, "member", seen=1, term=Line(text="三年"))
    second = verbs.make_offer(acting_user=both["member"], sheet=counter, days=5)
    first.refresh_from_db()
    assert (first.state, second.state) == ("countered", "current")
    with pytest.raises(StaleEdit) as stale:
        verbs.accept_offer(acting_user=both["member"], offer=first)
    assert [(one.yours, one.current) for one in stale.value.differences] == [
        ("Met by a counter-offer", "Met by a counter-offer")
    ]
    with pytest.raises(Impossible):
        verbs.accept_offer(acting_user=both["member"], offer=second)
    done = verbs.accept_offer(acting_user=both["buyer"], offer=second)
    second.refresh_from_db()
    assert (done.state, second.state, second.settled_by) == ("agreed", "accepted", both["buyer"])
    assert Enquiry.objects.get(pk=room.enquiry_id).state == "ended"
    assert HandOver.objects.get(room=room).sheet == counter


def test_agreed_terms_are_handed_to_who_registered(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, int]] = []
    monkeypatch.setattr(hand_over, "_takers", [])
    hand_over.register(lambda user, handed: taken.append((str(user), handed.sheet.number)))
    room = made.confidential(both)
    verbs.accept_offer(acting_user=both["member"], offer=made.offered(both, room))
    assert taken == [("member", 1)]
    kinds = list(Event.objects.filter(stream=room.key).order_by("sequence").values_list("kind", flat=True))
    assert kinds[-3:] == ["market.offer-settled", "market.room-closed", "market.terms-handed-over"]


def test_who_does_not_lead_does_not_agree(both: Both) -> None:
    room = made.confidential(both)
    offer = made.offered(both, room)
    clerk = person("clerk")
    join(clerk, both["owner"])
    rooms.add_participant(acting_user=both["member"], room=room, user=clerk, side="owning")
    with pytest.raises(Impossible):
        verbs.accept_offer(acting_user=clerk, offer=offer)


def test_an_offer_is_declined_by_the_other_and_withdrawn_by_the_own_side(both: Both) -> None:
    room = made.confidential(both)
    offer = made.offered(both, room)
    with pytest.raises(Impossible):
        verbs.decline_offer(acting_user=both["buyer"], offer=offer)
    with pytest.raises(Impossible):
        verbs.withdraw_offer(acting_user=both["member"], offer=offer)
    assert verbs.decline_offer(acting_user=both["member"], offer=offer).state == "declined"
    with pytest.raises(StaleEdit):
        verbs.withdraw_offer(acting_user=both["buyer"], offer=offer)
    room.refresh_from_db()
    assert room.is_open


def test_it_expires_and_nobody_accepts_it_late(both: Both) -> None:
    offer = made.offered(both, made.confidential(both))
    assert verbs.expire_offer(acting_user=system_user(), offer=offer) is False
    Offer.objects.filter(pk=offer.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(Impossible):
        verbs.accept_offer(acting_user=both["member"], offer=offer)
    assert verbs.expire_offer(acting_user=system_user(), offer=offer) is True
    offer.refresh_from_db()
    assert offer.state == "expired"


@given(st.text("甲乙丙 12%", max_size=30), st.text("甲乙丙 12%", max_size=30))
def test_the_pieces_join_to_both_texts(old: str, new: str) -> None:
    found = list(pieces(old, new))
    assert "".join(one.text for one in found if one.sign != "+") == old
    assert "".join(one.text for one in found if one.sign != "-") == new
