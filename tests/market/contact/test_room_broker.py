"""A broker in a room: by a mandate in force of the side, for both sides only with the word of both."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.rulebook.rule_files import load_rules
from qinglan.market.contact import brokers, queries
from qinglan.market.domain import introduction, mandate, room
from qinglan.market.models import Participant, Room
from qinglan.market.models.brokering import Mandate
from qinglan.parties.domain.account import system_user
from tests.market import made as listings
from tests.market.brokering.test_mandate import listed_broker, terms
from tests.market.contact import made

Both = dict[str, Any]


@pytest.fixture
def talks(both: Both) -> Both:
    """A room about the technology, a broker, and a public need of the asking firm."""
    packs = Path(settings.PACKS)
    national = next(pack for pack in discover(packs) if pack.slug == "cn-national")
    load_rules(acting_user=system_user(), pack=national, path=packs / "cn-national/rules/brokers.yaml")
    asking = {**both, "owner": both["firm"], "member": both["buyer"], "admin": both["buyer_admin"]}
    need = listings.published(asking, listings.need(asking))
    return {
        **both,
        "need": need,
        "room": made.accepted(both),
        "broker": listed_broker(both["officer"], "经理人甲", "A1"),
    }


def mandated(talks: Both, side: str = "technology", **changes: Any) -> Mandate:
    """A mandate in force of the owner of the technology, or of the firm on its need."""
    client = talks["member"] if side == "technology" else talks["buyer"]
    row = mandate.propose_mandate(acting_user=talks["broker"], listing=talks[side], terms=terms(**changes))
    return mandate.accept_mandate(acting_user=client, mandate=row)


def reads(talks: Both) -> tuple[bool, bool, bool]:
    """Whether the broker reads, writes and finds the room in his list."""
    row = Room.objects.get(pk=talks["room"].pk)
    listed = queries.rooms_of(talks["broker"]).filter(pk=row.pk).exists()
    return (
        bool(answer(talks["broker"], "contacts.read_room", row)),
        bool(answer(talks["broker"], "contacts.negotiate", row)),
        listed,
    )


def test_by_a_mandate_in_force_he_takes_part_and_both_sides_read_it(talks: Both) -> None:
    held = mandated(talks)
    assert reads(talks) == (False, False, False)
    row = room.add_broker(acting_user=talks["member"], room=talks["room"], mandate=held, side="owning")
    assert (row.user, row.side, row.role) == (talks["broker"], "owning", "broker")
    assert reads(talks) == (True, True, True)
    assert made.payloads(talks["room"].key, "market.room-joined")[-1] == {
        "side": "owning", "role": "broker", "person": f"user:{talks['broker'].pk}",
        "mandate": f"mandate:{held.pk}", "acts_for_both": False,
    }  # fmt: skip
    told = Message.objects.filter(template="contacts.broker").values_list("recipient", flat=True)
    assert set(told) == {talks["buyer"].pk}
    words = f"By a mandate of this side, until {held.valid_to.isoformat()}; he holds none of the other side."
    for who in ("member", "buyer"):
        client = Client()
        client.force_login(talks[who])
        page = client.get(f"/market/rooms/{talks['room'].pk}/?lang=en").content.decode()
        assert words in page, who
        assert "3 %" not in page


@pytest.mark.parametrize("end", ["ended", "day over", "suspended"])
def test_with_the_mandate_his_right_ends(talks: Both, end: str) -> None:
    held = mandated(talks)
    room.add_broker(acting_user=talks["member"], room=talks["room"], mandate=held, side="owning")
    if end == "ended":
        mandate.end_mandate(acting_user=talks["member"], mandate=held, reason="双方同意")
    elif end == "day over":
        yesterday = clock.today() - timedelta(days=1)
        Mandate.objects.filter(pk=held.pk).update(valid_from=yesterday, valid_to=yesterday)
    else:
        type(held.broker).objects.filter(pk=held.broker_id).update(state="suspended")
        talks["broker"].refresh_from_db()
    assert reads(talks) == (False, False, False)
    row = Room.objects.get(pk=talks["room"].pk)
    assert brokers.standing(row.enquiry, "owning", held.broker).words.startswith("His mandate is over")


def test_a_broker_of_both_sides_waits_for_the_word_of_both(talks: Both) -> None:
    ours, theirs = mandated(talks), mandated(talks, "need")
    for who, side, held in (("member", "owning", ours), ("buyer", "asking", theirs)):
        with pytest.raises(Impossible) as refused:
            room.add_broker(acting_user=talks[who], room=talks["room"], mandate=held, side=side)
        assert "also holds a mandate of the other side" in refused.value.message
    pair = introduction.register_introduction(
        acting_user=talks["broker"], need=talks["need"], technology=talks["technology"]
    )
    client = Client()
    client.force_login(talks["member"])
    page = client.get(f"/market/rooms/{talks['room'].pk}/people/broker/").content.decode()
    assert pair.get_absolute_url() in page
    pair = introduction.confirm_introduction(acting_user=talks["member"], introduction=pair)
    assert not brokers.standing(talks["room"].enquiry, "owning", ours.broker).may_take_part
    introduction.confirm_introduction(acting_user=talks["buyer"], introduction=pair)
    room.add_broker(acting_user=talks["member"], room=talks["room"], mandate=ours, side="owning")
    assert reads(talks) == (True, True, True)
    assert made.payloads(talks["room"].key, "market.room-joined")[-1]["acts_for_both"] is True
    client = Client()
    client.force_login(talks["buyer"])
    page = client.get(f"/market/rooms/{talks['room'].pk}/?lang=en").content.decode()
    assert "Acts for both sides, which both have confirmed" in page


def test_who_takes_a_mandate_of_the_other_side_later_is_out_until_both_confirm(talks: Both) -> None:
    held = mandated(talks)
    room.add_broker(acting_user=talks["member"], room=talks["room"], mandate=held, side="owning")
    mandated(talks, "need")
    assert reads(talks) == (False, False, False)
    pair = introduction.register_introduction(
        acting_user=talks["broker"], need=talks["need"], technology=talks["technology"]
    )
    for who in ("member", "buyer"):
        pair = introduction.confirm_introduction(acting_user=talks[who], introduction=pair)
    assert reads(talks) == (True, True, True)


def test_where_the_asking_side_named_its_need_only_a_mandate_on_it_counts(both: Both, talks: Both) -> None:
    asking = {**both, "owner": both["firm"], "member": both["buyer"], "admin": both["buyer_admin"]}
    other = listings.published(
        asking, listings.need(asking, title="锅炉余热回收", problem="烟气余热白白排走。")
    )
    technology = listings.published(
        both, listings.technology(both, title="塔式脱氟", problem="氟超标。", effect="低于一毫克。")
    )
    row = made.accepted(both, technology, offered=talks["need"])
    unrelated = mandate.accept_mandate(
        acting_user=both["buyer"],
        mandate=mandate.propose_mandate(acting_user=talks["broker"], listing=other, terms=terms()),
    )
    with pytest.raises(Impossible):
        room.add_broker(acting_user=both["buyer"], room=row, mandate=unrelated, side="asking")
    room.add_broker(acting_user=both["buyer"], room=row, mandate=mandated(talks, "need"), side="asking")
    assert queries.rooms_of(talks["broker"]).filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["third", "stranger", "officer", "broker", "buyer"])
def test_only_who_leads_for_the_mandated_side_adds_him(talks: Both, who: str) -> None:
    held = mandated(talks)
    with pytest.raises((PermissionRefused, Impossible)):
        room.add_broker(acting_user=talks[who], room=talks["room"], mandate=held, side="owning")
    assert not Participant.objects.filter(room=talks["room"], role="broker").exists()


def test_a_broker_is_not_added_as_a_colleague(talks: Both) -> None:
    mandated(talks)
    with pytest.raises(Impossible):
        room.add_participant(
            acting_user=talks["member"],
            room=talks["room"],
            user=talks["broker"],
            side="owning",
            role="broker",
        )


def test_the_page_shows_who_can_be_added_who_not_yet_and_adds(talks: Both) -> None:
    client = Client()
    client.force_login(talks["member"])
    address = f"/market/rooms/{talks['room'].pk}/people/broker/"
    assert "no mandate in force" in client.get(f"{address}?lang=en").content.decode()
    held = mandated(talks)
    answered = client.post(address, {"mandate": held.pk})
    assert (answered.status_code, answered["Location"]) == (302, f"/market/rooms/{talks['room'].pk}/people/")
    assert Participant.objects.get(room=talks["room"], role="broker").user == talks["broker"]
    other = Client()
    other.force_login(talks["broker"])
    assert other.get(f"/market/rooms/{talks['room'].pk}/").status_code == 200
    assert other.get(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_add_him_at_once_add_him_once(transactional_db: None) -> None:
    both = made.both()
    talks = {**both, "room": made.accepted(both), "broker": listed_broker(both["officer"], "经理人甲", "A1")}
    held = mandated(talks)
    results: list[str] = []

    def add(who: str) -> None:
        try:
            room.add_broker(acting_user=talks[who], room=talks["room"], mandate=held, side="owning")
            results.append("in")
        except Impossible as refusal:
            results.append(refusal.field or "")
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(who,)) for who in ("member", "admin")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(results) == ["in", "mandate"]
    assert Participant.objects.filter(room=talks["room"], role="broker").count() == 1
