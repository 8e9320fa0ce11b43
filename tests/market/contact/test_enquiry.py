"""Enquiries: what is asked, how they are answered, who may, and what the other side reads."""

import json
from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos.models import Todo
from qinglan.market.contact import queries
from qinglan.market.contact.events import digest
from qinglan.market.domain import enquiry as verbs
from qinglan.market.models import Enquiry, Room
from qinglan.parties.domain.account import system_user
from tests.market import made as listings
from tests.market.contact import made

Both = dict[str, Any]


def kinds(row: Enquiry) -> list[str]:
    return list(Event.objects.filter(stream=row.key).order_by("sequence").values_list("kind", flat=True))


def live(row: Enquiry) -> list[tuple[str, int | None]]:
    rows = Todo.objects.filter(
        subject_type="market.enquiry", subject_key=str(row.pk), state__in=["open", "taken"]
    )
    return sorted(rows.values_list("kind", "organisation_key"))


def test_a_yes_opens_a_room_and_draws_the_agreement_up(both: Both) -> None:
    row = made.sent(both)
    assert (row.state, live(row)) == ("sent", [("contacts.answer", both["owner"].pk)])
    accepted = verbs.accept_enquiry(acting_user=both["member"], enquiry=row)
    assert (accepted.state, accepted.settled_at) == ("accepted", None)
    assert accepted.first_answered_at is not None
    assert live(accepted) == sorted([("contacts.sign", both["owner"].pk), ("contacts.sign", both["firm"].pk)])
    room = accepted.room
    assert [(one.side, one.user, one.role) for one in room.participants.all()] == [
        ("asking", both["buyer"], "lead"), ("owning", both["member"], "lead"),
    ]  # fmt: skip
    assert kinds(row) == ["market.enquiry-sent", "market.enquiry-accepted", "market.agreement-drawn-up"]
    assert set(Message.objects.filter(template="contacts.accepted").values_list("recipient", flat=True)) == {
        both["buyer"].pk, both["buyer_admin"].pk,
    }  # fmt: skip


def test_the_three_answers_are_kept_with_their_questions(both: Both) -> None:
    row = made.sent(both)
    assert [(one.code, one.text) for one in row.answers.all()] == list(made.ANSWERS["technology"].items())
    assert all(one.question and one.question_en for one in row.answers.all())


@pytest.mark.parametrize(("code", "text"), [("use", " "), ("mode", "x" * 1001)])
def test_an_empty_or_endless_answer_is_refused_beside_its_question(both: Both, code: str, text: str) -> None:
    answers = {**made.ANSWERS["technology"], code: text}
    with pytest.raises(Impossible) as refused:
        verbs.send_enquiry(
            acting_user=both["buyer"], listing=both["technology"], sender=both["firm"], answers=answers
        )
    assert refused.value.field == code
    assert not Enquiry.objects.exists()


def test_nobody_asks_his_own_organisation(both: Both) -> None:
    with pytest.raises(Impossible) as refused:
        verbs.send_enquiry(
            acting_user=both["member"],
            listing=both["technology"],
            sender=both["owner"],
            answers=made.ANSWERS["technology"],
        )
    assert refused.value.field == "sender"


def test_a_second_enquiry_about_the_same_names_the_first(both: Both) -> None:
    first = made.sent(both)
    with pytest.raises(Impossible) as refused:
        made.sent(both)
    assert first.reference in refused.value.message
    verbs.withdraw_enquiry(acting_user=both["buyer"], enquiry=first)
    assert made.sent(both).state == "sent"


def test_only_for_ones_own_verified_organisation_and_about_what_is_public(both: Both) -> None:
    with pytest.raises(Impossible):
        verbs.send_enquiry(
            acting_user=both["buyer"],
            listing=both["technology"],
            sender=both["other"],
            answers=made.ANSWERS["technology"],
        )
    with pytest.raises(PermissionRefused):
        made.sent(both, listings.technology(both, title="另一项"))
    with pytest.raises(PermissionRefused):
        verbs.send_enquiry(
            acting_user=both["stranger"],
            listing=both["technology"],
            sender=both["firm"],
            answers=made.ANSWERS["technology"],
        )


def test_two_answers_at_once_the_second_is_told_what_the_first_was(both: Both) -> None:
    row = made.sent(both)
    seen_by_other = Enquiry.objects.get(pk=row.pk)
    verbs.accept_enquiry(acting_user=both["member"], enquiry=row)
    with pytest.raises(StaleEdit) as stale:
        verbs.decline_enquiry(acting_user=both["admin"], enquiry=seen_by_other, reason="fit")
    assert [(one.yours, one.current) for one in stale.value.differences] == [
        ("Waits for an answer", "Accepted, talks under way")
    ]
    assert Room.objects.filter(enquiry=row).count() == 1


@pytest.mark.parametrize(("shows", "reads"), [(False, "neutral"), (True, "reason")])
def test_a_no_is_neutral_to_the_other_side_unless_its_reason_is_shown(
    both: Both, shows: bool, reads: str
) -> None:
    row = verbs.decline_enquiry(
        acting_user=both["member"],
        enquiry=made.sent(both),
        reason="competitor",
        shows_reason=shows,
        note="内部",
    )
    words = verbs.words_of_decline(row)
    expected = {
        "neutral": "After consideration we do not take this contact further for now. Thank you for your interest.",
        "reason": "The other side is a competitor",
    }
    assert (row.state, words) == ("declined", expected[reads])
    with pytest.raises(Impossible):
        verbs.decline_enquiry(acting_user=both["member"], enquiry=made.sent(both), reason="nonsense")


def test_asking_back_counts_as_an_answer_and_the_reply_gives_the_time_anew(both: Both) -> None:
    row = verbs.ask_back(acting_user=both["member"], enquiry=made.sent(both), question="规模多大？")
    first = row.first_answered_at
    assert (row.state, live(row)) == ("asked", [("contacts.reply", both["firm"].pk)])
    Enquiry.objects.filter(pk=row.pk).update(expires_at=clock.now() + timedelta(hours=1))
    replied = verbs.reply(acting_user=both["buyer"], enquiry=row, text="每天五十吨。")
    assert replied.expires_at > clock.now() + timedelta(days=9)
    assert live(replied) == [("contacts.answer", both["owner"].pk)]
    accepted = verbs.accept_enquiry(acting_user=both["member"], enquiry=replied)
    assert (accepted.first_answered_at, accepted.state) == (first, "accepted")
    assert [(one.act, one.side, one.text) for one in row.steps.all()] == [
        ("sent", "asking", ""), ("asked", "owning", "规模多大？"), ("replied", "asking", "每天五十吨。"),
        ("accepted", "owning", ""),
    ]  # fmt: skip


def test_what_was_said_is_in_the_chain_as_a_digest_only(both: Both) -> None:
    row = verbs.ask_back(acting_user=both["member"], enquiry=made.sent(both), question="规模多大？")
    said = json.dumps(made.payloads(row.key), ensure_ascii=False)
    assert "规模" not in said
    assert "剥皮工段" not in said
    assert made.payloads(row.key)[1]["text"] == digest("规模多大？")


def test_it_expires_by_itself_and_can_be_sent_again(both: Both) -> None:
    row = made.sent(both)
    system = system_user()
    assert verbs.expire_enquiry(acting_user=system, enquiry=row) is False
    Enquiry.objects.filter(pk=row.pk).update(expires_at=clock.now())
    with pytest.raises(Impossible):
        verbs.accept_enquiry(acting_user=both["member"], enquiry=row)
    assert verbs.expire_enquiry(acting_user=system, enquiry=row) is True
    row.refresh_from_db()
    assert (row.state, row.first_answered_at, live(row)) == ("expired", None, [])
    assert made.sent(both).state == "sent"


def test_an_anonymous_asker_stands_under_an_alias_until_he_signs(both: Both) -> None:
    row = made.sent(both, anonymous=True)
    assert row.name_of("asking", "owning") == row.asking_alias_en or row.asking_alias
    assert both["firm"].name not in row.name_of("asking", "owning")
    assert row.name_of("asking", "asking") == both["firm"].name


def test_what_one_brings_along_does_not_give_an_anonymous_asker_away(both: Both) -> None:
    firm = {**both, "member": both["buyer"], "admin": both["buyer_admin"], "owner": both["firm"]}
    own_need = listings.published(firm, listings.need(firm))
    with pytest.raises(Impossible) as refused:
        made.sent(both, anonymous=True, offered=own_need)
    assert refused.value.field == "offered"
    assert made.sent(both, offered=own_need).offered == own_need


def test_one_of_both_sides_says_who_it_is(both: Both) -> None:
    hidden = listings.published(both, listings.need(both, is_anonymous=True))
    with pytest.raises(Impossible) as refused:
        made.sent(both, hidden, anonymous=True)
    assert refused.value.field == "anonymous"
    row = made.sent(both, hidden)
    assert row.name_of("owning", "asking") in (hidden.alias, hidden.alias_en)


def test_who_may_do_what(both: Both) -> None:
    row = made.sent(both)
    people = ("buyer", "buyer_admin", "member", "admin", "officer", "stranger", "third")
    table = {
        verb: [name for name in people if answer(both[name], verb, row)]
        for verb in (
            "contacts.view",
            "contacts.answer",
            "contacts.pursue",
            "contacts.compare",
            "contacts.sign",
        )
    }
    assert table == {
        "contacts.view": ["buyer", "buyer_admin", "member", "admin"],
        "contacts.answer": ["member", "admin"],
        "contacts.pursue": ["buyer", "buyer_admin"],
        "contacts.compare": ["buyer", "buyer_admin", "member", "admin"],
        "contacts.sign": [],
    }
    seen = {name: list(queries.visible_enquiries(both[name])) for name in people}
    assert {name for name, rows in seen.items() if rows == [row]} == set(table["contacts.view"])
