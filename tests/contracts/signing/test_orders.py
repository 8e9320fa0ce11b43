"""Orders of seals are kept before the provider is asked: whatever breaks between, the page knows them and goes on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from qinglan.contracts.domain.seal import sign_electronically
from qinglan.contracts.domain.seal_asking import EndedOrder
from qinglan.contracts.domain.seal_order import answer_order, ask_again, give_order_up
from qinglan.contracts.models import PartySignature, Signing, SigningWay
from qinglan.contracts.signing import port
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.contracts.signing import made
from tests.contracts.signing.later import CODE, PROVIDER
from tests.market.contact.made import payloads
from tests.support.people import join, person
from tests.support.races import at_once

pytestmark = pytest.mark.django_db
Who = dict[str, Any]


@pytest.fixture
def who() -> Who:
    return made.parties()


@pytest.fixture(autouse=True)
def _provider(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, CODE
    PROVIDER.reset()
    yield
    PROVIDER.reset()  # other files sign with it too


def sign(who: Who, row: Signing) -> PartySignature:
    """The seller's signatory signs."""
    sign_electronically(
        acting_user=who["owner_seal"], contract=row.contract, party=made.keys(row, "seller")[0]
    )
    return row.signatures.get(side="seller")


def unanswered(who: Who, row: Signing) -> PartySignature:
    """Its order went out, and the connection broke off."""
    PROVIDER.breaks = TimeoutError()
    mine = sign(who, row)
    PROVIDER.breaks = None
    return mine


def elsewhere(act: Any) -> Any:
    """What another connection sees."""
    return at_once(act)[0]


@pytest.mark.django_db(transaction=True)
def test_the_order_is_committed_before_the_provider_is_asked(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    seen: list[Any] = []

    def look(order: port.Order) -> None:
        kept = elsewhere(
            lambda: PartySignature.objects.filter(order=order.key).values_list("state", flat=True)[0]
        )
        seen.extend([connection.in_atomic_block, kept])

    PROVIDER.meanwhile = look
    mine = sign(who, row)
    assert (seen, mine.state, mine.is_unanswered) == ([False, "asked"], "asked", False)


@pytest.mark.django_db(transaction=True)
def test_within_somebody_elses_transaction_nothing_is_asked_for(who: Who) -> None:
    """A rollback afterwards would leave an order outside that nobody here knows."""
    row = made.put(who, SigningWay.ELECTRONIC)
    with pytest.raises(RuntimeError), transaction.atomic():
        sign(who, row)
    assert (PROVIDER.asked, row.signatures.get(side="seller").state) == ([], "waiting")


def test_a_process_that_died_leaves_an_order_that_is_asked_again_under_its_number(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    PROVIDER.breaks = KeyboardInterrupt()  # type: ignore[assignment]  # the process is ended while it waits
    with pytest.raises(KeyboardInterrupt):
        sign(who, row)
    PROVIDER.breaks = None
    mine = row.signatures.get(side="seller")
    assert (mine.state, mine.is_unanswered, mine.ordered_by) == ("asked", True, who["owner_seal"])
    ask_again(acting_user=who["member"], contract=row.contract, party=mine.pk)
    now = row.signatures.get(side="seller")
    assert (now.state, now.is_unanswered, now.order) == ("asked", False, mine.order)
    assert PROVIDER.asked == [str(mine.order)] * 2
    assert PROVIDER.orders[str(mine.order)].person == str(who["owner_seal"])
    assert len(payloads(row.contract.key, "contracts.seal-ordered")) == 1
    with pytest.raises(Impossible, match="无需再次"):
        ask_again(acting_user=who["member"], contract=row.contract, party=mine.pk)
    answer_order(acting_user=system_user(), order=now.order, content=PROVIDER.made(now.order))  # type: ignore[arg-type]
    assert row.signatures.get(side="seller").certificate == f"{who['owner'].name} · {who['owner_seal']}"


def test_the_seal_that_came_although_no_answer_was_heard_counts(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = unanswered(who, row)
    assert mine.is_unanswered
    answer_order(acting_user=system_user(), order=mine.order, content=PROVIDER.made(mine.order))  # type: ignore[arg-type]
    assert row.signatures.get(side="seller").state == "signed"
    with pytest.raises(Impossible):
        ask_again(acting_user=who["owner_seal"], contract=row.contract, party=mine.pk)


def test_an_unanswered_order_is_given_up_and_signed_anew(
    who: Who, django_capture_on_commit_callbacks: Any
) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = unanswered(who, row)
    with django_capture_on_commit_callbacks(execute=True):
        give_order_up(acting_user=who["owner_seal"], contract=row.contract, party=mine.pk)
    assert PROVIDER.orders == {}
    again = sign(who, row)
    assert (again.state, again.order == mine.order) == ("asked", False)


def test_what_the_provider_refuses_is_no_order(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    PROVIDER.breaks = Impossible("此印章已停用（演示）")
    with pytest.raises(Impossible, match="停用"):
        sign(who, row)
    mine = row.signatures.get(side="seller")
    assert (mine.state, mine.order, mine.authority) == ("waiting", None, "")
    kinds = [len(payloads(row.contract.key, f"contracts.seal-{one}")) for one in ("ordered", "given-up")]
    assert kinds == [1, 1]
    PROVIDER.breaks = None
    assert sign(who, row).state == "asked"


def test_one_that_answers_at_once_signs_at_once(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    PROVIDER.at_once = True
    mine = sign(who, row)
    assert (mine.state, mine.certificate) == ("signed", f"{who['owner'].name} · {who['owner_seal']}")


def test_a_wrong_answer_at_once_stands_on_the_order(who: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    monkeypatch.setattr(PROVIDER, "seal", lambda order: made.scan())
    with pytest.raises(Impossible) as refused:
        sign(who, row)
    mine = row.signatures.get(side="seller")
    assert (mine.state, mine.is_unanswered, mine.finding) == ("asked", False, refused.value.message)


def test_a_seal_sent_while_the_provider_is_still_being_asked_is_taken_once(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    PROVIDER.meanwhile = lambda order: answer_order(
        acting_user=system_user(),
        order=row.signatures.get(side="seller").order,  # type: ignore[arg-type]
        content=PROVIDER.made(row.signatures.get(side="seller").order),
    )
    mine = sign(who, row)
    assert (mine.state, len(payloads(row.contract.key, "contracts.party-sealed"))) == ("signed", 1)


def test_an_order_given_up_while_the_provider_is_being_asked_ends_there_too(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    party = made.keys(row, "seller")[0]
    PROVIDER.meanwhile = lambda order: give_order_up(
        acting_user=who["owner_seal"], contract=row.contract, party=party
    )
    with pytest.raises(EndedOrder):
        sign(who, row)
    assert (PROVIDER.orders, row.signatures.get(side="seller").state) == ({}, "waiting")


def test_who_asks_again(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = unanswered(who, row)
    for name in ("buyer", "buyer_seal", "officer", "stranger"):
        with pytest.raises(PermissionRefused):
            ask_again(acting_user=who[name], contract=row.contract, party=mine.pk)
    PROVIDER.breaks = ConnectionError()
    for name in ("member", "owner_seal"):
        ask_again(acting_user=who[name], contract=row.contract, party=mine.pk)
    assert (row.signatures.get(side="seller").is_unanswered, len(PROVIDER.asked)) == (True, 3)


def test_by_the_pages_from_no_answer_to_the_order(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = unanswered(who, row)
    helper = person("order-helper")
    join(helper, who["owner"])
    window = Client()
    window.force_login(helper)
    base = f"{row.contract.get_absolute_url()}signing/"
    again = f"{base}seal/{mine.pk}/again/"
    page = window.get(base).content.decode()
    assert (again in page, "服务方尚未确认收到订单" in page, "已发出请求，未获答复" in page) == (
        True,
        True,
        True,
    )
    assert window.get(again).status_code == 200
    PROVIDER.breaks = TimeoutError()
    still = window.post(again, follow=True)
    assert [one.level_tag for one in still.context["messages"]] == ["warning"]
    PROVIDER.breaks = None
    done = window.post(again, follow=True)
    assert ([one.level_tag for one in done.context["messages"]], again in done.content.decode()) == (
        ["success"], False,
    )  # fmt: skip
    assert window.get(again).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_again_at_once_make_one_order(who: Who) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    mine = unanswered(who, row)
    PROVIDER.at_once = True

    def press(name: str) -> Any:
        return ask_again(acting_user=who[name], contract=row.contract, party=mine.pk)

    found = at_once(lambda: press("member"), lambda: press("owner_seal"))
    assert {type(one) for one in found} <= {Signing, Impossible}
    now = row.signatures.get(side="seller")
    assert (now.state, now.order, set(PROVIDER.asked)) == ("signed", mine.order, {str(mine.order)})
    assert len(payloads(row.contract.key, "contracts.party-sealed")) == 1
