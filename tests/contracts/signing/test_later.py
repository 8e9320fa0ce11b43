"""A provider that answers later: ordered, brought by hand or sent by the provider, given up, and nothing twice."""

import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from qinglan.contracts.domain.seal import sign_electronically, take_sealed
from qinglan.contracts.domain.seal_asking import EndedOrder
from qinglan.contracts.domain.seal_order import answer_order, give_order_up, note_refused_answer
from qinglan.contracts.domain.signing import take_back
from qinglan.contracts.models import ContractState, PartySignature, Signing, SigningWay
from qinglan.contracts.signing import answering
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from qinglan.kernel.events.models import Event, Personal
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.contracts.signing import made
from tests.contracts.signing.later import CODE, PROVIDER
from tests.market.contact.made import payloads
from tests.support.people import join, person
from tests.support.races import at_once

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-provider-and-of-us"
Who = dict[str, Any]


@pytest.fixture
def who() -> Who:
    return made.parties()


@pytest.fixture(autouse=True)
def _provider(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SEAL_PROVIDER, settings.SEAL_SECRET = tmp_path, CODE, SECRET
    PROVIDER.reset()


def ordered(who: Who, row: Signing, side: str = "seller") -> PartySignature:
    """Its seal is ordered by its signatory."""
    name = {"seller": "owner_seal", "buyer": "buyer_seal"}[side]
    sign_electronically(acting_user=who[name], contract=row.contract, party=made.keys(row, side)[0])
    return row.signatures.get(side=side)


def send(order: Any, content: bytes, *, secret: str = SECRET, when: int | None = None, **headers: str) -> Any:
    """As the provider sends it."""
    moment = str(int(time.time()) if when is None else when)
    given = {
        "X-Seal-Time": moment,
        "X-Seal-Signature": answering.signature(secret, UUID(str(order)), moment, content),
    }
    client = Client(enforce_csrf_checks=True)
    return client.post(
        f"/contracts/seals/orders/{order}/", content, content_type="application/pdf", headers=given | headers
    )


def client(someone: Any) -> Client:
    window = Client()
    window.force_login(someone)
    return window


def test_an_order_waits_and_what_the_provider_sends_brings_the_contract_into_force(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    first = ordered(who, row, "buyer")
    assert (first.state, first.ordered_by, bool(first.authority), first.signed_at) == (
        "asked", who["buyer_seal"], True, None,
    )  # fmt: skip
    answer = send(first.order, PROVIDER.made(first.order))
    assert (answer.status_code, answer.json()) == (200, {"state": "taken"})
    second = ordered(who, row, "seller")
    assert send(second.order, PROVIDER.made(second.order)).status_code == 200
    row.refresh_from_db()
    row.contract.refresh_from_db()
    assert (row.state, row.contract.state) == ("concluded", ContractState.IN_FORCE)
    second.refresh_from_db()
    assert (second.state, second.certificate) == ("signed", f"{who['owner'].name} · {who['owner_seal']}")


def test_the_same_answer_twice_changes_nothing_and_another_one_is_refused(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    content, other = PROVIDER.made(mine.order), PROVIDER.made(mine.order)
    assert [send(mine.order, content).status_code for _ in range(2)] == [200, 200]
    assert send(mine.order, other).status_code == 409
    row.refresh_from_db()
    assert row.signed is not None
    assert store.read(row.signed.digest) == content
    assert len(payloads(row.contract.key, "contracts.party-sealed")) == 1


@pytest.mark.parametrize("fault", ["secret", "old", "future", "body", "order", "no time", "signature"])
def test_an_answer_that_is_not_the_providers_own_is_refused(who: Who, fault: str) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    content, now = PROVIDER.made(mine.order), int(time.time())
    wrong: dict[str, Any] = {
        "secret": {"secret": "b" * 32},
        "old": {"when": now - 301},
        "future": {"when": now + 330},
        "no time": {"X-Seal-Time": ""},
        "signature": {"X-Seal-Signature": ""},
        # signed for something else
        "body": {"X-Seal-Signature": answering.signature(SECRET, UUID(str(mine.order)), str(now), b"else")},
        "order": {"X-Seal-Signature": answering.signature(SECRET, uuid4(), str(now), content)},
    }[fault]
    assert send(mine.order, content, **wrong).status_code == 403
    assert row.signatures.get(side="seller").state == "asked"


def test_without_a_secret_nothing_is_taken(who: Who, settings: Any) -> None:
    mine = ordered(who, made.put(who, SigningWay.ELECTRONIC))
    content = PROVIDER.made(mine.order)
    settings.SEAL_SECRET = ""
    assert send(mine.order, content, secret="").status_code == 404
    assert Client().get(f"/contracts/seals/orders/{mine.order}/").status_code == 405


def test_too_large_a_file_is_refused(who: Who, settings: Any) -> None:
    mine = ordered(who, made.put(who, SigningWay.ELECTRONIC))
    settings.LARGEST_FILE = 100
    assert send(mine.order, PROVIDER.made(mine.order)).status_code == 413


def test_an_order_that_nobody_kept_is_not_known(who: Who) -> None:
    answer = send(uuid4(), made.scan())
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


def test_an_order_given_up_while_its_answer_was_refused_is_said_to_be_so(
    who: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)

    def meanwhile(**given: Any) -> None:
        give_order_up(acting_user=who["owner_seal"], contract=row.contract, party=mine.pk)
        note_refused_answer(**given)

    monkeypatch.setattr("qinglan.contracts.views.seals.note_refused_answer", meanwhile)
    answer = send(mine.order, made.scan())
    assert (answer.status_code, list(answer.json())) == (410, ["error"])


def test_a_form_is_no_file(who: Who) -> None:
    """Many bytes as curl sends them without a Content-Type: refused with a reason, whatever stands in them."""
    mine = ordered(who, made.put(who, SigningWay.ELECTRONIC))
    url = f"/contracts/seals/orders/{mine.order}/"
    for content in (b"&".join([b"a=1"] * 75_000), b"%" * (13 * 1024 * 1024)):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = Client(enforce_csrf_checks=True).post(url, content, content_type=kind)
            assert (answer.status_code, list(answer.json())) == (415, ["error"])


def test_a_large_file_comes_through_and_a_larger_one_is_refused_in_json(who: Who, settings: Any) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    assert send(mine.order, b"&=" * 160_000).status_code == 409
    assert send(mine.order, b"&=" * (13 * 512 * 1024)).status_code == 409  # 13 MB: more than a form may have
    settings.LARGEST_FILE = 300_000
    answer = send(mine.order, b"&=" * 160_000)
    assert (answer.status_code, list(answer.json())) == (413, ["error"])


def test_what_is_no_seal_of_this_contract_is_refused_and_said_on_the_page(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    answer = send(mine.order, made.scan())
    assert (answer.status_code, list(answer.json())) == (409, ["error", "detail"])
    mine.refresh_from_db()
    assert (mine.state, mine.finding) == ("asked", answer.json()["detail"])
    assert mine.finding.startswith("签章服务方返回的")  # in the language of the site, for its people
    page = client(who["owner_seal"]).get(f"{row.contract.get_absolute_url()}signing/").content.decode()
    assert "上次返回的文件未被接受" in page
    assert Message.objects.filter(recipient=who["owner_seal"], template="contracts.seal_refused").count() == 1
    assert send(mine.order, PROVIDER.made(mine.order)).status_code == 200
    mine.refresh_from_db()
    assert (mine.state, mine.finding) == ("signed", "")


def test_an_order_that_was_given_up_is_not_answered_any_more(
    who: Who, django_capture_on_commit_callbacks: Any
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    order, content = mine.order, PROVIDER.made(mine.order)
    with django_capture_on_commit_callbacks(execute=True):
        give_order_up(acting_user=who["owner_seal"], contract=row.contract, party=mine.pk)
        assert str(order) in PROVIDER.orders  # the provider is told once it is so
    assert str(order) not in PROVIDER.orders
    assert send(order, content).status_code == 410
    with pytest.raises(EndedOrder):
        answer_order(acting_user=system_user(), order=order, content=content)  # type: ignore[arg-type]
    mine.refresh_from_db()
    assert (mine.state, mine.order, mine.authority) == ("waiting", None, "")
    with pytest.raises(Impossible):
        give_order_up(acting_user=who["owner_seal"], contract=row.contract, party=mine.pk)
    again = ordered(who, row)
    assert (again.state, again.order != order) == ("asked", True)


def test_a_contract_taken_back_takes_its_orders_back(
    who: Who, django_capture_on_commit_callbacks: Any
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    order, content = mine.order, PROVIDER.made(mine.order)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(acting_user=who["buyer"], contract=row.contract, reason="再谈（演示）")
    assert send(order, content).status_code == 410
    assert (row.signatures.get(side="seller").state, str(order) in PROVIDER.orders) == ("waiting", False)


def test_seals_are_made_one_after_the_other(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    with pytest.raises(Impossible, match=mine.name):
        ordered(who, row, "buyer")
    with pytest.raises(Impossible):
        ordered(who, row, "seller")
    page = client(who["buyer_seal"]).get(f"{row.contract.get_absolute_url()}signing/")
    assert [line["seals"] or line["brings"] for line in page.context["signatures"]] == [False, False]


def test_who_brings_what_the_provider_made(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    party = made.keys(row, "seller")[0]
    names = ("owner_seal", "member", "buyer_seal", "officer", "stranger")

    def may() -> dict[str, int]:
        base = f"{row.contract.get_absolute_url()}signing/seal/{party}/"
        found = {name: client(who[name]).get(f"{base}bring/").status_code for name in names}
        return found | {"nobody": Client().get(f"{base}bring/").status_code}

    closed = dict.fromkeys(names, 403) | {"nobody": 302}
    assert may() == closed | {"owner_seal": 200}
    mine = ordered(who, row)
    assert may() == closed | {"owner_seal": 200, "member": 200}
    with pytest.raises(PermissionRefused):
        take_sealed(
            acting_user=who["buyer_seal"],
            contract=row.contract,
            party=party,
            content=PROVIDER.made(mine.order),
        )
    with pytest.raises(PermissionRefused):
        answer_order(acting_user=who["officer"], order=mine.order, content=b"")  # type: ignore[arg-type]


def test_by_the_pages_from_the_order_over_a_wrong_file_to_the_seal(who: Who, tmp_path: Path) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    base = f"{row.contract.get_absolute_url()}signing/"
    helper = person("seal-helper")
    join(helper, who["owner"])
    window = client(helper)
    page = window.get(base)
    text = page.content.decode()
    assert (str(mine.order)[:19] in text, "正在等待服务方" in text) == (True, True)
    wrong, right = tmp_path / "a.pdf", tmp_path / "b.pdf"
    wrong.write_bytes(store.read(row.paper.digest))
    right.write_bytes(PROVIDER.made(mine.order))
    with wrong.open("rb") as file:
        refused = window.post(f"{base}seal/{mine.pk}/bring/", {"file": file})
    assert (refused.status_code, bool(refused.context["form"].non_field_errors())) == (200, True)
    with right.open("rb") as file:
        done = window.post(f"{base}seal/{mine.pk}/bring/", {"file": file}, follow=True)
    assert done.redirect_chain == [(base, 302)]
    mine.refresh_from_db()
    assert (mine.state, mine.certificate) == ("signed", f"{who['owner'].name} · {who['owner_seal']}")
    assert window.get(f"{base}seal/{mine.pk}/give-up/").status_code == 403
    other = ordered(who, row, "buyer")
    window = client(who["buyer"])
    assert window.get(f"{base}seal/{other.pk}/give-up/").status_code == 200
    window.post(f"{base}seal/{other.pk}/give-up/")
    assert row.signatures.get(side="buyer").state == "waiting"


def test_neither_history_nor_events_name_the_signatory(who: Who) -> None:
    """The account, the serial number and the digests stay; the name can be erased, and the chain still verifies."""
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    send(mine.order, PROVIDER.made(mine.order))
    mine.refresh_from_db()
    name = str(who["owner_seal"])
    model: Any = PartySignature
    columns = {field.name for field in model.pgh_event_model._meta.fields}
    assert {"authority", "certificate"} & columns == set()
    assert {"serial", "ordered_by", "order", "signed_at", "organisation"} <= columns
    rows = Event.objects.filter(stream=row.contract.key)
    assert not any(
        name in bytes(one.payload).decode() or "授权书" in bytes(one.payload).decode() for one in rows
    )
    sealed = payloads(row.contract.key, "contracts.party-sealed")[0]
    assert sorted(sealed["personal"]) == ["authority", "signatory"]
    kept = Personal.objects.filter(stream=row.contract.key, subject=f"user:{who['owner_seal'].pk}")
    assert kept.count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_giving_up_at_once_one_of_them_counts(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = ordered(who, row)
    order, content = mine.order, PROVIDER.made(mine.order)
    assert order is not None
    outcomes = at_once(
        lambda: answer_order(acting_user=system_user(), order=order, content=content),
        lambda: give_order_up(acting_user=who["owner_seal"], contract=row.contract, party=mine.pk),
    )
    refused = [type(one) for one in outcomes if isinstance(one, Exception)]
    mine.refresh_from_db()
    assert (len(refused), refused[0] in (EndedOrder, Impossible)) == (1, True)
    assert mine.state == ("signed" if refused[0] is Impossible else "waiting")
