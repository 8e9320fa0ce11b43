"""Mandates and introductions: who agrees to what, who comes first, what is due."""

import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.rulebook.rule_files import load_rules
from qinglan.market.domain import introduction as introductions
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.visit import note_visit
from qinglan.market.models.brokering import CardVisits, Introduction, Mandate, VisitNote
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.broker import BrokerParticulars, admit_broker, apply_as_broker
from tests.market import made
from tests.parties.organisations.made import verified
from tests.support.people import join, person


def listed_broker(officer: Any, name: str, number: str) -> Any:
    """The account of a broker on the public list."""
    user = person(name)
    particulars = BrokerParticulars(
        name=name, level="junior", certificate_number=number, certificate_issuer="科技局（演示）",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    own = apply_as_broker(acting_user=user, particulars=particulars)
    admit_broker(acting_user=officer, broker=own, on=clock.today(), reason="已核对证书")
    user.refresh_from_db()
    return user


def terms(**changes: Any) -> mandates.Terms:
    """3 % until half a year from now."""
    today = clock.today()
    given_terms = {
        "commission": "share",
        "share": 30,
        "valid_from": today,
        "valid_to": today + timedelta(days=180),
    }
    return mandates.Terms(**{**given_terms, **changes})


@pytest.fixture
def deal(who: dict[str, Any]) -> dict[str, Any]:
    """A published technology, a published need of another firm, two brokers."""
    packs = Path(settings.PACKS)
    national = next(pack for pack in discover(packs) if pack.slug == "cn-national")
    load_rules(acting_user=system_user(), pack=national, path=packs / "cn-national/rules/brokers.yaml")
    firm, buyer = verified(who["officer"], 2, industry="C22"), person("buyer")
    join(buyer, firm, "administrator")
    join(buyer, firm, "member")
    technology = made.published(who, made.technology(who))
    other = {**who, "member": buyer, "admin": buyer, "owner": firm}
    need = made.published(other, made.need(other))
    return {
        **who, "buyer": buyer, "technology": technology, "need": need,
        "one": listed_broker(who["officer"], "经理人甲", "A1"), "two": listed_broker(who["officer"], "经理人乙", "B1"),
    }  # fmt: skip


def mandated(deal: dict[str, Any], broker: str, side: str, **changes: Any) -> Mandate:
    """A mandate in force."""
    client = deal["member"] if side == "technology" else deal["buyer"]
    one = mandates.propose_mandate(acting_user=deal[broker], listing=deal[side], terms=terms(**changes))
    return mandates.accept_mandate(acting_user=client, mandate=one)


def introduced(deal: dict[str, Any], broker: str) -> Introduction:
    """The pair, registered by this broker."""
    return introductions.register_introduction(
        acting_user=deal[broker], need=deal["need"], technology=deal["technology"]
    )


def test_nothing_holds_until_the_client_accepts(deal: dict[str, Any]) -> None:
    one = mandates.propose_mandate(acting_user=deal["one"], listing=deal["technology"], terms=terms())
    with pytest.raises(Impossible):
        introduced(deal, "one")
    with pytest.raises(PermissionRefused):
        mandates.accept_mandate(acting_user=deal["one"], mandate=one)
    mandates.accept_mandate(acting_user=deal["member"], mandate=one)
    deal["technology"].refresh_from_db()
    assert deal["technology"].broker.user == deal["one"]
    with pytest.raises(StaleEdit):
        mandates.accept_mandate(acting_user=deal["member"], mandate=one)


def test_an_exclusive_mandate_suffers_no_other(deal: dict[str, Any]) -> None:
    mandated(deal, "one", "technology", is_exclusive=True)
    with pytest.raises(Impossible):
        mandated(deal, "two", "technology")
    assert list(Mandate.objects.values_list("state", flat=True).order_by("id")) == ["in_force", "proposed"]


def test_the_end_takes_the_broker_off_the_listing_and_keeps_the_introduction(deal: dict[str, Any]) -> None:
    one = mandated(deal, "one", "technology")
    introduced(deal, "one")
    mandates.end_mandate(acting_user=deal["member"], mandate=one, reason="期满")
    deal["technology"].refresh_from_db()
    assert deal["technology"].broker is None
    assert Introduction.objects.get().state == "protected"


def test_a_colleague_is_told_until_when_the_pair_is_protected(deal: dict[str, Any]) -> None:
    mandated(deal, "one", "technology")
    mandated(deal, "two", "need")
    first = introduced(deal, "one")
    assert first.protected_until == clock.today() + timedelta(days=180)
    with pytest.raises(Impossible, match=first.protected_until.isoformat()):
        introduced(deal, "two")
    introductions.withdraw_introduction(acting_user=deal["one"], introduction=first, reason="双方已另行接触")
    assert introduced(deal, "two").state == "protected"


def test_a_double_agency_is_blocked_until_both_have_seen_it(deal: dict[str, Any]) -> None:
    for side in ("technology", "need"):
        mandated(deal, "one", side)
    one = introduced(deal, "one")
    assert (one.is_double, one.state) == (True, "blocked")
    one = introductions.confirm_introduction(acting_user=deal["member"], introduction=one)
    assert one.state == "blocked"
    with pytest.raises(Impossible):
        introductions.confirm_introduction(acting_user=deal["member"], introduction=one)
    with pytest.raises(PermissionRefused):
        introductions.confirm_introduction(acting_user=deal["one"], introduction=one)
    assert (
        introductions.confirm_introduction(acting_user=deal["buyer"], introduction=one).state == "protected"
    )


def test_one_side_that_refuses_ends_it(deal: dict[str, Any]) -> None:
    for side in ("technology", "need"):
        mandated(deal, "one", side)
    one = introduced(deal, "one")
    assert introductions.refuse_introduction(acting_user=deal["buyer"], introduction=one).state == "refused"


def test_protection_lapses_after_its_last_day(deal: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    mandated(deal, "one", "technology")
    one = introduced(deal, "one")
    assert introductions.lapse_introductions(acting_user=system_user()) == 0
    Introduction.objects.filter(pk=one.pk).update(protected_until=clock.today() - timedelta(days=1))
    assert introductions.lapse_introductions(acting_user=system_user()) == 1
    assert Introduction.objects.get().state == "lapsed"


@pytest.mark.django_db(transaction=True)
def test_two_brokers_at_once_one_comes_first(deal: dict[str, Any]) -> None:
    mandated(deal, "one", "technology")
    mandated(deal, "two", "need")
    outcomes: list[str] = []

    def register(broker: str) -> None:
        try:
            introduced(deal, broker)
            outcomes.append("registered")
        except Impossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=[name]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "registered"]
    assert Introduction.objects.count() == 1


@given(st.integers(0, 10**13), st.integers(1, 1000))
def test_a_commission_is_a_share_of_what_was_received(received: int, share: int) -> None:
    one = Mandate(commission="share", share=share)
    due = mandates.commission_due(one, received)
    assert abs(due * 1000 - received * share) <= 500


def test_three_percent_of_five_million() -> None:
    one = Mandate(commission="share", share=30)
    assert mandates.commission_due(one, 500_0000_00) == 15_0000_00
    assert mandates.commission_due(one, 0) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"share": None}, "share"),
        ({"share": 1001}, "share"),
        ({"commission": "fixed"}, "amount"),
        ({"commission": "x"}, "commission"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"valid_to": date(2090, 1, 1)}, "valid_to"),
    ],
)
def test_terms_that_cannot_stand(deal: dict[str, Any], changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Impossible) as refused:
        mandates.propose_mandate(acting_user=deal["one"], listing=deal["technology"], terms=terms(**changes))
    assert refused.value.field == field


def test_a_note_needs_words_and_a_day_that_has_come(deal: dict[str, Any]) -> None:
    note: dict[str, Any] = {
        "organisation": deal["owner"],
        "way": "visit",
        "on": clock.today(),
        "text": "谈了脱硝",
    }
    note_visit(acting_user=deal["one"], **note)
    for changes in ({"text": " "}, {"on": clock.today() + timedelta(days=1)}, {"way": "x"}):
        with pytest.raises(Impossible):
            note_visit(acting_user=deal["one"], **{**note, **changes})
    with pytest.raises(PermissionRefused):
        note_visit(acting_user=deal["buyer"], **note)
    assert VisitNote.objects.count() == 1


def test_the_pages_of_a_broker(deal: dict[str, Any]) -> None:
    mandated(deal, "one", "technology")
    one = introduced(deal, "one")
    broker, stranger = Client(), Client()
    broker.force_login(deal["one"])
    stages = broker.get("/market/brokering/?lang=en").context["stages"]
    assert [n for _words, n in stages] == [1, 0, 0, 0, 0]
    assert broker.get(one.get_absolute_url()).status_code == 200
    card = f"/brokers/{deal['one'].broker.pk}/card/"
    assert "<svg" in stranger.get(card).content.decode()
    assert stranger.get(f"{deal['technology'].get_absolute_url()}poster/").status_code == 200
    broker.get(card)
    assert CardVisits.objects.get().count == 1
    stranger.force_login(deal["stranger"])
    assert stranger.get(one.get_absolute_url()).status_code == 404
