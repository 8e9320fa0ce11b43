"""Two people at once: first the race without the lock, then what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.market.domain import enquiry, offer, room
from qinglan.market.models import Enquiry, HandOver, Offer, Room
from tests.market.contact import made

pytestmark = pytest.mark.django_db(transaction=True)
Both = dict[str, Any]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread with a connection of its own; an expected refusal as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (StaleEdit, Impossible, IntegrityError) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_without_the_lock_an_enquiry_is_answered_twice(both: Both) -> None:
    row = made.sent(both)
    both_have_read = Barrier(2, timeout=10)

    def naive(state: str) -> str:
        with transaction.atomic():
            read = Enquiry.objects.get(pk=row.pk)
            assert read.state == "sent"
            both_have_read.wait()
            Enquiry.objects.filter(pk=row.pk).update(
                state=state, reason="fit", first_answered_at=clock.now(), settled_at=clock.now()
            )
        return state

    assert at_once(lambda: naive("declined"), lambda: naive("withdrawn")) == ["declined", "withdrawn"]


def test_of_a_yes_and_a_no_at_once_one_counts_and_one_is_told(both: Both) -> None:
    row = made.sent(both)
    start = Barrier(2, timeout=10)

    def yes() -> str:
        seen = Enquiry.objects.get(pk=row.pk)
        start.wait()
        return enquiry.accept_enquiry(acting_user=both["member"], enquiry=seen).state

    def no() -> str:
        seen = Enquiry.objects.get(pk=row.pk)
        start.wait()
        return enquiry.decline_enquiry(acting_user=both["admin"], enquiry=seen, reason="fit").state

    found = at_once(yes, no)
    row.refresh_from_db()
    assert [one for one in found if one is not StaleEdit] == [row.state]
    assert Room.objects.filter(enquiry=row).count() == (1 if row.state == "accepted" else 0)


def test_two_enquiries_about_the_same_at_once_make_one(both: Both) -> None:
    start = Barrier(2, timeout=10)

    def ask(who: str) -> str:
        start.wait()
        return enquiry.send_enquiry(
            acting_user=both[who],
            listing=both["technology"],
            sender=both["firm"],
            answers=made.ANSWERS["technology"],
        ).state

    assert sorted(at_once(lambda: ask("buyer"), lambda: ask("buyer_admin")), key=str) == sorted(
        ["sent", Impossible], key=str
    )
    assert Enquiry.objects.count() == 1


def test_without_the_lock_an_offer_is_accepted_while_it_is_withdrawn(both: Both) -> None:
    held = made.offered(both, made.confidential(both))
    both_have_looked = Barrier(2, timeout=10)

    def naive(state: str) -> str:
        with transaction.atomic():
            assert Offer.objects.get(pk=held.pk).state == "current"
            both_have_looked.wait()
            Offer.objects.filter(pk=held.pk).update(state=state, settled_at=clock.now())
        return state

    assert at_once(lambda: naive("accepted"), lambda: naive("withdrawn")) == ["accepted", "withdrawn"]


@pytest.mark.parametrize("attempt", range(3))
def test_of_accepting_and_withdrawing_at_once_one_counts(both: Both, attempt: int) -> None:
    held = made.offered(both, made.confidential(both))
    start = Barrier(2, timeout=10)

    def accept() -> str:
        start.wait()
        offer.accept_offer(acting_user=both["member"], offer=Offer.objects.get(pk=held.pk))
        return "accepted"

    def withdraw() -> str:
        start.wait()
        return offer.withdraw_offer(acting_user=both["buyer"], offer=Offer.objects.get(pk=held.pk)).state

    found = at_once(accept, withdraw)
    held.refresh_from_db()
    assert [one for one in found if isinstance(one, str)] == [held.state]
    agreed = held.state == "accepted"
    row = Room.objects.get(pk=held.room_id)
    assert (row.state, HandOver.objects.filter(room=row).exists()) == ("agreed" if agreed else "open", agreed)


def test_what_is_said_at_once_is_numbered_without_a_gap(both: Both) -> None:
    held = made.accepted(both)
    start = Barrier(2, timeout=10)

    def say(who: str) -> int:
        start.wait()
        return room.say(acting_user=both[who], room=held, text="您好").number

    assert sorted(at_once(lambda: say("buyer"), lambda: say("member"))) == [1, 2]


def test_two_versions_written_after_the_same_one_make_one(both: Both) -> None:
    held = made.confidential(both)
    start = Barrier(2, timeout=10)

    def write(who: str) -> int:
        start.wait()
        return made.written(both, held, who).number

    assert sorted(at_once(lambda: write("buyer"), lambda: write("member")), key=str) == sorted(
        [1, StaleEdit], key=str
    )
