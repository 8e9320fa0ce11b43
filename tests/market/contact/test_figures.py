"""Reply times on the owner's page, measures, what officers see, and the chain of a room as a stranger checks it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from qinglan.kernel import clock
from qinglan.kernel.measures.registry import BadParameters
from qinglan.kernel.measures.result import Scope
from qinglan.market.contact import measures
from qinglan.market.contact.reply_times import lasting, replies_of
from qinglan.market.domain import enquiry, offer
from qinglan.market.domain import room as rooms
from qinglan.market.models import Enquiry, Room
from tests.kernel.events.log import exported, run_script
from tests.market import made as listings
from tests.market.contact import made
from tests.support.people import join, person

Both = dict[str, Any]


def asked_by_three(both: Both) -> list[Enquiry]:
    """Three firms ask about the technology; each was sent a day ago."""
    from tests.parties.organisations.made import verified

    found = [made.sent(both)]
    for number in (11, 12):
        unit, asker = verified(both["officer"], number), person(f"asker-{number}")
        join(asker, unit)
        found.append(
            enquiry.send_enquiry(
                acting_user=asker,
                listing=both["technology"],
                sender=unit,
                answers=made.ANSWERS["technology"],
            )
        )
    Enquiry.objects.update(sent_at=F("sent_at") - timedelta(days=1))
    return found


def test_reply_times_are_shown_from_three_enquiries_on(both: Both) -> None:
    first, second, third = asked_by_three(both)
    enquiry.accept_enquiry(acting_user=both["member"], enquiry=Enquiry.objects.get(pk=first.pk))
    enquiry.decline_enquiry(
        acting_user=both["member"], enquiry=Enquiry.objects.get(pk=second.pk), reason="fit"
    )
    two = replies_of(both["owner"])
    assert (two.received, two.is_shown, two.words()) == (2, False, "")
    enquiry.ask_back(acting_user=both["member"], enquiry=Enquiry.objects.get(pk=third.pk), question="多大？")
    three = replies_of(both["owner"])
    assert (three.received, three.answered) == (3, 3)
    assert three.words() == "3 of 3 enquiries of the last 12 months answered, half of them within 24 hours"
    page = Client().get(both["owner"].get_absolute_url(), {"lang": "en"}).content.decode()
    assert three.words() in page


def test_what_concerns_a_need_without_a_name_is_not_counted(both: Both) -> None:
    hidden = listings.published(both, listings.need(both, is_anonymous=True))
    enquiry.accept_enquiry(acting_user=both["member"], enquiry=made.sent(both, hidden))
    assert replies_of(both["owner"]).received == 0


@pytest.mark.parametrize(
    ("time", "words"),
    [(timedelta(minutes=5), "1 hour"), (timedelta(hours=47), "47 hours"), (timedelta(days=9), "9 days")],
)
def test_times_in_words(time: timedelta, words: str) -> None:
    assert lasting(time) == words


def test_measures_count_each_stage_by_kind_field_territory_and_month(both: Both) -> None:
    made_room = made.confidential(both)
    offer.accept_offer(acting_user=both["member"], offer=made.offered(both, made_room))
    hidden = listings.published(both, listings.need(both))
    made.sent(both, hidden)
    today = clock.today()
    scope = Scope(pack="cn-test", territory="990000", on=today)
    counts = {
        "sent": measures.sent(scope).value,
        "about needs": measures.sent(scope, about="need").value,
        "in the district": measures.sent(scope, territory="990101").value,
        "elsewhere": measures.sent(scope, territory="990102").value,
        "answered": measures.answered(scope).value,
        "rooms": measures.rooms(scope).value,
        "agreed": measures.agreements(scope, year=today.year, month=today.month).value,
        "agreed in another year": measures.agreements(scope, year=today.year - 1).value,
        "in a field": measures.sent(scope, field="H01M").value,
    }
    assert counts == {
        "sent": 2, "about needs": 1, "in the district": 2, "elsewhere": 0, "answered": 1, "rooms": 1, "agreed": 1,
        "agreed in another year": 0, "in a field": 0,
    }  # fmt: skip
    Enquiry.objects.filter(pk=made_room.enquiry_id).update(sent_at=clock.now() - timedelta(days=4))
    assert measures.days(scope, stage="whole").value == Decimal("4.0")
    assert measures.days(scope, stage="whole", year=today.year - 1).value is None
    assert all(row.withheld and row.name_withheld for row in measures.sent(scope).rows)
    with pytest.raises(BadParameters):
        measures.days(scope, stage="nonsense")
    with pytest.raises(BadParameters):
        measures.sent(scope, about="nonsense")


def test_yesterday_nothing_was_known(both: Both) -> None:
    made.accepted(both)
    yesterday = clock.today() - timedelta(days=1)
    scope = Scope(pack="cn-test", territory="990000", on=yesterday)
    assert (measures.sent(scope).value, measures.rooms(scope).value) == (0, 0)


def test_a_stranger_checks_the_chain_of_a_room(both: Both, tmp_path: Path) -> None:
    held = made.confidential(both)
    rooms.say(acting_user=both["buyer"], room=held, text="先寄样品")
    offer.accept_offer(acting_user=both["member"], offer=made.offered(both, held))
    for stream in (held.key, held.enquiry.key):
        path = tmp_path / f"{stream.replace(':', '-')}.jsonl"
        content = exported(stream)
        path.write_bytes(content)
        assert run_script(path)[0] == 0
        path.write_bytes(content.replace(b"asking", b"owning", 1))
        assert run_script(path)[0] == 1


def test_officers_see_numbers_and_no_contents(both: Both) -> None:
    held = made.accepted(both)
    rooms.say(acting_user=both["buyer"], room=held, text="底价三十万")
    client = Client()
    client.force_login(both["officer"])
    page = client.get("/market/enquiries/figures/", {"lang": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Talks under way" in text
    assert both["technology"].title not in text
    assert client.get(held.get_absolute_url()).status_code == 403
    assert client.get(held.enquiry.get_absolute_url()).status_code == 403
    assert client.get(f"/market/rooms/{held.pk}/stream/").status_code == 403
    rooms.share_with_officers(acting_user=both["buyer"], room=held, share=True)
    rooms.share_with_officers(acting_user=both["member"], room=Room.objects.get(pk=held.pk), share=True)
    assert "底价三十万" in client.get(held.get_absolute_url()).content.decode()
