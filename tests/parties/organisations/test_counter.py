"""The counter: an officer types, the owner confirms on his telephone, and only then it is done."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.counter.domain.entry import confirm_entry, lapse_entries, type_entry, withdraw_entry
from qinglan.kernel.counter.models import Entry, EntryState
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.domain.link import LinkClosed, ask_for_code
from qinglan.kernel.messages.models import Delivery, Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.models import Membership, Organisation
from tests.parties.organisations.made import DAY, code, person_account, preloaded

pytestmark = pytest.mark.django_db
CLAIM = {"code": [code(1)], "basis": ["执照、授权书 3 号"]}


@pytest.fixture
def owner(claimant: Any) -> Any:
    """Somebody with a telephone."""
    claimant.mobile = "19900000077"
    claimant.save()
    return claimant


@pytest.fixture
def firm(city: Any, officer: Any) -> Organisation:
    return preloaded(officer)


def typed(officer: Any, owner: Any, **changes: Any) -> Entry:
    given = {"act": "claim", "subject": "", "values": CLAIM, "owner": owner} | changes
    return type_entry(acting_user=officer, **given)


def token_of(owner: Any) -> str:
    """The token in the link that the owner got last."""
    url = Message.objects.filter(recipient=owner, template="counter.confirm").latest("pk").url
    found = re.fullmatch(r"/c/([\w-]+)/", url)
    assert found is not None
    return found[1]


def code_for(token: str) -> str:
    """The code that the owner reads on his telephone."""
    found = re.search(r"\d{6}", ask_for_code(token).text)
    assert found is not None
    return found[0]


def kinds(entry: Entry) -> list[str]:
    rows = Event.objects.filter(stream=f"counter:{entry.pk}").order_by("sequence")
    return [row.kind for row in rows]


def test_from_the_counter_to_the_telephone_and_back(firm: Organisation, officer: Any, owner: Any) -> None:
    desk, phone = Client(), Client()
    desk.force_login(officer)
    for one in (desk, phone):
        one.cookies["qinglan_language"] = "en"
    sent = desk.post("/counter/new/claim/", {"owner": "199 0000 0077", "code": code(1), "basis": "执照"})
    entry = Entry.objects.get()
    assert sent["Location"] == f"/counter/{entry.pk}/"
    assert Membership.objects.filter(organisation=firm).count() == 0
    delivery = Delivery.objects.get(message__recipient=owner)
    assert (delivery.channel, delivery.address) == ("sms", "19900000077")

    token = token_of(owner)
    page = phone.get(f"/c/{token}/")
    shown = {str(row["label"]): str(row["value"]) for row in page.context["summary"]}
    assert shown == {
        "What it concerns": firm.name,
        "Unified social credit code": code(1),
        "Documents seen": "执照",
    }
    assert b'class="q-nav"' not in page.content
    asked = phone.post(f"/c/{token}/code/", follow=True)
    assert b"Confirm and have it done" in asked.content
    wrong = phone.post(f"/c/{token}/", {"code": "000000"})
    assert wrong.context["form"].errors["code"]
    assert Membership.objects.filter(organisation=firm).count() == 0
    done = phone.post(f"/c/{token}/", {"code": code_for(token)})
    assert b"It was done in your name" in done.content

    entry.refresh_from_db()
    assert (entry.state, entry.values, entry.result_url) == ("confirmed", {}, firm.get_absolute_url())
    assert Membership.objects.get(organisation=firm).user == owner
    assert kinds(entry) == ["counter.typed", "counter.confirmed"]
    confirmed = Event.objects.get(stream=f"counter:{entry.pk}", kind="counter.confirmed")
    assert f'"typed_by":"user:{officer.pk}"' in bytes(confirmed.payload).decode()
    claimed = Event.objects.filter(stream=f"organisation:{firm.pk}", kind="organisations.claimed").get()
    assert claimed.actor == f"user:{owner.pk}"
    assert phone.get(f"/c/{token}/").status_code == 410
    assert desk.get(f"/counter/{entry.pk}/").status_code == 200
    assert Message.objects.filter(recipient=officer, template="counter.done").count() == 1


def test_particulars_are_changed_in_the_name_of_the_administrator(
    firm: Organisation, officer: Any, owner: Any
) -> None:
    Membership.objects.create(
        organisation=firm,
        user=owner,
        role="administrator",
        valid_from=DAY,
        given_by=owner,
        given_at=clock.now(),
    )
    values = {
        "kind": ["enterprise"],
        "territory": ["990102"],
        "telephone": ["023-6300 0001"],
        "version": [str(firm.revision)],
    }
    typed(officer, owner, act="particulars", subject=str(firm.pk), values=values)
    token = token_of(owner)
    confirm_entry(acting_user=owner, token=token, code=code_for(token))
    firm.refresh_from_db()
    assert (firm.territory_id, firm.telephone) == ("990102", "023-6300 0001")
    edited = Event.objects.filter(stream=f"organisation:{firm.pk}", kind="organisations.edited").get()
    assert edited.actor == f"user:{owner.pk}"


def test_what_changed_since_it_was_typed_is_not_overwritten(
    firm: Organisation, officer: Any, owner: Any
) -> None:
    Membership.objects.create(
        organisation=firm,
        user=owner,
        role="administrator",
        valid_from=DAY,
        given_by=owner,
        given_at=clock.now(),
    )
    values = {"kind": ["enterprise"], "territory": ["990102"], "version": [str(firm.revision)]}
    entry = typed(officer, owner, act="particulars", subject=str(firm.pk), values=values)
    Organisation.objects.filter(pk=firm.pk).update(revision=firm.revision + 1)
    token = token_of(owner)
    answer = Client().post(
        f"/c/{token}/", {"code": code_for(token)}, headers={"cookie": "qinglan_language=en"}
    )
    assert b"was changed since it was typed" in answer.content
    entry.refresh_from_db()
    assert (entry.state, entry.values == values) == ("waiting", True)


def test_the_owner_declines_and_the_officer_is_told(firm: Organisation, officer: Any, owner: Any) -> None:
    entry = typed(officer, owner)
    token = token_of(owner)
    phone = Client()
    assert phone.post(f"/c/{token}/decline/", {"reason": "不是我"}).status_code == 200
    entry.refresh_from_db()
    assert (entry.state, entry.reason, entry.values) == ("declined", "不是我", {})
    assert kinds(entry) == ["counter.typed", "counter.declined"]
    with pytest.raises(LinkClosed):
        confirm_entry(acting_user=owner, token=token, code="123456")
    assert Membership.objects.filter(organisation=firm).count() == 0
    assert Message.objects.filter(recipient=officer, template="counter.done").count() == 1


def test_nobody_confirms_in_time(firm: Organisation, officer: Any, owner: Any) -> None:
    entry = typed(officer, owner)
    past = clock.now() - timedelta(days=4)
    Entry.objects.filter(pk=entry.pk).update(typed_at=past, expires_at=past + timedelta(days=3))
    token = token_of(owner)
    with pytest.raises(Impossible, match="time to confirm is over"):
        confirm_entry(acting_user=owner, token=token, code=code_for(token))
    assert lapse_entries() == 1
    entry.refresh_from_db()
    assert (entry.state, kinds(entry)) == ("lapsed", ["counter.typed", "counter.lapsed"])
    assert lapse_entries() == 0


def test_who_may_type_and_take_back(firm: Organisation, officer: Any, owner: Any) -> None:
    other = person_account("other")
    with pytest.raises(PermissionRefused):
        typed(other, owner)
    entry = typed(officer, owner)
    with pytest.raises(PermissionRefused):
        withdraw_entry(acting_user=other, entry=entry)
    with pytest.raises(PermissionRefused):
        withdraw_entry(acting_user=owner, entry=entry)
    with pytest.raises(Impossible, match="typed for somebody else"):
        confirm_entry(acting_user=officer, token=token_of(owner), code="000000")
    withdraw_entry(acting_user=officer, entry=entry)
    with pytest.raises(Impossible, match="answered already"):
        withdraw_entry(acting_user=officer, entry=entry)
    with pytest.raises(LinkClosed):
        ask_for_code(token_of(owner))


def test_whom_one_can_not_type_for(firm: Organisation, officer: Any, owner: Any) -> None:
    unreachable = person_account("unreachable")
    for person, words in (
        (officer, "types for himself"),
        (unreachable, "no mobile number"),
    ):
        with pytest.raises(Impossible, match=words):
            typed(officer, person)
    with pytest.raises(Impossible, match="may not do this himself"):
        typed(officer, owner, act="particulars", subject=str(firm.pk), values={})
    with pytest.raises(Impossible, match="no longer on record"):
        typed(officer, owner, act="particulars", subject="999999", values={})
    typed(officer, owner)
    with pytest.raises(Impossible, match="waits for an answer"):
        typed(officer, owner)
    assert Entry.objects.count() == 1


def test_five_wrong_codes_close_the_link(firm: Organisation, officer: Any, owner: Any) -> None:
    typed(officer, owner)
    token = token_of(owner)
    right = code_for(token)
    wrong = "111111" if right != "111111" else "222222"
    phone = Client()
    assert [phone.post(f"/c/{token}/", {"code": wrong}).status_code for _n in range(5)] == [200] * 5
    assert phone.post(f"/c/{token}/", {"code": right}).status_code == 410
    assert Membership.objects.filter(organisation=firm).count() == 0


def test_the_list_is_for_officers_and_costs_the_same_for_many(
    firm: Organisation, officer: Any, owner: Any, django_assert_max_num_queries: Any
) -> None:
    typed(officer, owner)
    desk = Client()
    desk.force_login(officer)
    page = desk.get("/counter/?state=waiting")
    assert [item.owner for item in page.context["list"].items] == [owner]
    assert firm.name in desk.get("/counter/?export=csv").content.decode("utf-8-sig")
    stranger = Client()
    stranger.force_login(owner)
    assert stranger.get("/counter/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_do_it_once(city: Any, officer: Any, owner: Any) -> None:
    firm = preloaded(officer)
    entry = typed(officer, owner)
    token = token_of(owner)
    right = code_for(token)
    results: list[str] = []
    barrier = threading.Barrier(2)

    def confirm() -> None:
        try:
            barrier.wait(10)
            confirm_entry(acting_user=owner, token=token, code=right)
            results.append("done")
        except Impossible:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["done", "refused"]
    with transaction.atomic():
        assert Membership.objects.filter(organisation=firm).count() == 1
        assert Entry.objects.get(pk=entry.pk).state == EntryState.CONFIRMED
        assert kinds(entry) == ["counter.typed", "counter.confirmed"]
