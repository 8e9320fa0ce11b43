"""Outages that the operator certifies: once each, by rule, for everybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.outages.domain import outage as domain
from qinglan.kernel.outages.domain.outage import certify_outage
from qinglan.kernel.outages.models import CertifiedOutage
from qinglan.kernel.outages.recorded import STREAM
from qinglan.kernel.permissions import PermissionRefused
from tests.support.people import person

BEGAN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ENDED = BEGAN + timedelta(hours=2)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def operator(db: None) -> Any:
    return person("operator", "administrator")


@pytest.mark.django_db
def test_an_outage_is_certified_once_as_an_event_and_can_not_be_changed(operator: Any) -> None:
    seen: list[tuple[datetime, datetime, str]] = []

    def extend(acting_user: Any, one: Any, what: str) -> int:
        seen.append((one.began, one.ended, what))
        return 3

    domain.EXTENDS.append(extend)
    try:
        made = certify_outage(acting_user=operator, began=BEGAN, ended=ENDED, what=" 机房停电 ")
    finally:
        domain.EXTENDS.remove(extend)
    assert seen == [(BEGAN, ENDED, "机房停电")]
    assert (made.what, made.extended) == ("机房停电", 3)
    event = Event.objects.filter(stream=STREAM).latest("sequence")
    assert event.kind == "outages.certified"
    with pytest.raises(DatabaseError, match="permission denied"):
        CertifiedOutage.objects.update(what="x")


@pytest.mark.django_db
def test_what_is_refused(operator: Any) -> None:
    later = timezone.now() + timedelta(hours=1)
    for began, ended, what, words in (
        (ENDED, BEGAN, "x", "ends after it begins"),
        (BEGAN, later, "x", "when it is over"),
        (BEGAN, ENDED, "  ", "Say what happened"),
    ):
        with pytest.raises(Impossible, match=words):
            certify_outage(acting_user=operator, began=began, ended=ended, what=what)
    certify_outage(acting_user=operator, began=BEGAN, ended=ENDED, what="x")
    with pytest.raises(Impossible, match="certified already"):
        certify_outage(
            acting_user=operator, began=BEGAN + timedelta(hours=1), ended=ENDED + timedelta(hours=1), what="x"
        )
    certify_outage(acting_user=operator, began=ENDED, ended=ENDED + timedelta(hours=1), what="x")
    for role in ("officer", "security", "auditor"):
        with pytest.raises(PermissionRefused):
            certify_outage(acting_user=person(role, role), began=BEGAN, ended=ENDED, what="x")


@pytest.mark.django_db(transaction=True)
def test_two_who_certify_the_same_outage_at_once_certify_it_once() -> None:
    operators = [person(f"operator {number}", "administrator") for number in (1, 2)]

    def certify(who: Any) -> str:
        try:
            certify_outage(acting_user=who, began=BEGAN, ended=ENDED, what="x")
        except Impossible:
            return "told"
        finally:
            connection.close()
        return "certified"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(certify, operators)) == ["certified", "told"]
    assert CertifiedOutage.objects.count() == 1


@pytest.mark.django_db
def test_everybody_reads_the_list_and_the_operator_certifies_on_its_page(operator: Any) -> None:
    stranger, browser = Client(), Client()
    browser.force_login(operator)
    assert stranger.get(reverse("outages:list")).status_code == 200
    assert stranger.get(reverse("outages:certify")).status_code == 302
    sent = {"began": "2026-03-02T16:00", "ended": "2026-03-02T15:00", "what": "x"}
    refused = browser.post(reverse("outages:certify"), sent)
    assert list(refused.context["form"].errors) == ["ended"]
    assert browser.post(reverse("outages:certify"), {**sent, "ended": "2026-03-02T18:00"}).status_code == 302
    made = CertifiedOutage.objects.get()
    assert (made.began, made.ended) == (BEGAN, ENDED)
