"""The negotiation room: what is said, who takes part, who reads, talks outside, how it ends."""

import json
from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos.models import Todo
from qinglan.market.contact import queries
from qinglan.market.contact.events import digest
from qinglan.market.domain import meeting as meetings
from qinglan.market.domain import room as verbs
from qinglan.market.models import Enquiry, Room
from tests.market.contact import made
from tests.support.people import join, person

Both = dict[str, Any]
PEOPLE = ("buyer", "buyer_admin", "member", "admin", "officer", "stranger", "third")


def test_what_is_said_is_numbered_and_the_chain_has_digests(both: Both) -> None:
    room = made.accepted(both)
    verbs.say(acting_user=both["buyer"], room=room, text="可以先寄样品吗？")
    verbs.say(
        acting_user=both["member"], room=room, text="可以。", name="样品单.txt", content="样品".encode()
    )
    assert [(one.number, one.side, one.text, bool(one.file)) for one in room.messages.all()] == [
        (1, "asking", "可以先寄样品吗？", False), (2, "owning", "可以。", True),
    ]  # fmt: skip
    held = json.dumps(made.payloads(room.key), ensure_ascii=False)
    assert "样品" not in held
    assert [one["text"] for one in made.payloads(room.key, "market.room-said")] == [
        digest("可以先寄样品吗？"), digest("可以。")
    ]  # fmt: skip


def test_one_message_tells_of_many_until_they_are_read(both: Both) -> None:
    room = made.accepted(both)
    for text in ("一", "二", "三"):
        verbs.say(acting_user=both["buyer"], room=room, text=text)
    said = Message.objects.filter(template="contacts.said")
    assert [one.recipient for one in said] == [both["member"]]
    room.refresh_from_db()
    verbs.note_read(acting_user=both["member"], room=room)
    verbs.say(acting_user=both["buyer"], room=room, text="四")
    assert said.all().count() == 2


def test_who_reads_and_who_speaks(both: Both) -> None:
    room = made.accepted(both)
    colleague = person("colleague")
    join(colleague, both["firm"])
    people = {**both, "colleague": colleague}
    names = (*PEOPLE, "colleague")
    table = {
        verb: [name for name in names if answer(people[name], verb, room)]
        for verb in ("contacts.read_room", "contacts.negotiate", "contacts.lead")
    }
    assert table == {
        "contacts.read_room": ["buyer", "buyer_admin", "member", "admin"],
        "contacts.negotiate": ["buyer", "member"],
        "contacts.lead": ["buyer", "buyer_admin", "member", "admin"],
    }
    twin = [name for name in names if list(queries.rooms_of(people[name])) == [room]]
    assert twin == table["contacts.read_room"]
    with pytest.raises(PermissionRefused):
        verbs.say(acting_user=colleague, room=room, text="听说……")
    verbs.add_participant(acting_user=both["buyer"], room=room, user=colleague, side="asking")
    assert verbs.say(acting_user=colleague, room=room, text="大家好").side == "asking"
    with pytest.raises(Impossible):
        verbs.add_participant(acting_user=both["buyer"], room=room, user=colleague, side="asking")
    with pytest.raises(Impossible):
        verbs.add_participant(acting_user=both["buyer"], room=room, user=both["admin"], side="owning")
    with pytest.raises(Impossible):
        verbs.add_participant(acting_user=both["buyer"], room=room, user=both["third"], side="asking")


def test_who_leaves_his_organisation_is_out_and_the_last_leader_stays(both: Both) -> None:
    room = made.accepted(both)
    lead = room.participants.get(user=both["buyer"])
    with pytest.raises(Impossible):
        verbs.remove_participant(acting_user=both["buyer_admin"], participant=lead)
    both["buyer"].memberships.update(ended_at=clock.now())
    from qinglan.parties import grants

    grants.forget()
    with pytest.raises(PermissionRefused):
        verbs.say(acting_user=both["buyer"], room=room, text="我还在")


def test_officers_read_only_where_both_sides_let_them(both: Both) -> None:
    room = made.accepted(both)
    one = verbs.share_with_officers(acting_user=both["buyer"], room=room, share=True)
    assert (one.is_shared, bool(answer(both["officer"], "contacts.read_room", one))) == (False, False)
    two = verbs.share_with_officers(acting_user=both["admin"], room=one, share=True)
    assert (two.is_shared, bool(answer(both["officer"], "contacts.read_room", two))) == (True, True)
    assert list(queries.shared_rooms()) == [two]
    three = verbs.share_with_officers(acting_user=both["buyer"], room=two, share=False)
    assert not answer(both["officer"], "contacts.read_room", three)


def test_a_talk_outside_is_logged_and_confirmed_by_the_other_side(both: Both) -> None:
    room = made.accepted(both)
    log = {"acting_user": both["buyer"], "room": room, "kind": "visit", "summary": "看了车间，约定寄样。"}
    with pytest.raises(Impossible) as refused:
        meetings.log_meeting(**log, held_on=clock.today() + timedelta(days=1))
    assert refused.value.field == "held_on"
    row = meetings.log_meeting(**log, held_on=clock.today())
    waiting = Todo.objects.filter(kind="contacts.meeting", subject_key=str(room.pk), state="open")
    assert [one.user_id for one in waiting] == [both["member"].pk]
    with pytest.raises(Impossible):
        meetings.answer_meeting(acting_user=both["buyer"], meeting=row)
    done = meetings.answer_meeting(acting_user=both["member"], meeting=row)
    assert (done.is_confirmed, waiting.all().count()) == (True, 0)
    other = meetings.log_meeting(**log, held_on=clock.today())
    assert not meetings.answer_meeting(
        acting_user=both["member"], meeting=other, objection="没有约定寄样"
    ).is_confirmed


def test_talks_end_with_a_coded_reason_neutral_to_the_other_side(both: Both) -> None:
    room = made.confidential(both)
    made.offered(both, room)
    room.refresh_from_db()
    seen_by_other = Room.objects.get(pk=room.pk)
    with pytest.raises(Impossible):
        verbs.close_room(acting_user=both["member"], room=room, reason="nonsense")
    done = verbs.close_room(acting_user=both["member"], room=room, reason="price", note="底价谈不下来")
    assert (done.state, done.closed_side, done.reason) == ("not_agreed", "owning", "price")
    assert "After consideration" in verbs.words_of_outcome(done)
    assert list(room.offers.values_list("state", flat=True)) == ["void"]
    assert Enquiry.objects.get(pk=room.enquiry_id).state == "ended"
    with pytest.raises(StaleEdit):
        verbs.close_room(acting_user=both["buyer"], room=seen_by_other, reason="funds")
    with pytest.raises(Impossible):
        verbs.say(acting_user=both["buyer"], room=done, text="再谈谈")
    assert made.sent(both).state == "sent"
