"""Nothing is public and no identity number is stored without consent; contacts are masked in others' forms."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.parties.domain import broker as broker_verbs
from qinglan.parties.domain import expert as verbs
from qinglan.parties.domain.personal_data import FEES, PROFILE, has_consented
from qinglan.parties.models import Broker, Consent, Expert
from qinglan.parties.sealed import opened
from tests.parties.experts.made import DAY, ID_NUMBER, admitted, applied, fresh, particulars
from tests.parties.experts.test_pages import broker_of

MOBILE, MAIL = "19911112222", "chen@example.org"


def test_an_identity_number_needs_consent(chen: Any) -> None:
    with pytest.raises(Impossible, match="only with your consent") as refused:
        applied(chen, id_number=ID_NUMBER, agrees=False)
    assert (refused.value.field, Expert.objects.exists(), Consent.objects.exists()) == (
        "id_number",
        False,
        False,
    )
    expert = applied(chen, id_number=ID_NUMBER, agrees=True)
    assert (opened(fresh(expert).private.id_number), has_consented(chen, FEES)) == (ID_NUMBER, True)


def test_an_officer_enters_one_only_after_the_expert_consented(officer: Any, chen: Any) -> None:
    expert = admitted(officer, chen)
    typed = particulars(id_number=ID_NUMBER)
    with pytest.raises(Impossible, match="has consented himself"):
        verbs.edit_expert(acting_user=officer, expert=fresh(expert), particulars=typed, agrees=True)
    assert not Consent.objects.exists()
    verbs.edit_expert(acting_user=chen, expert=fresh(expert), particulars=typed, agrees=True)
    verbs.edit_expert(acting_user=officer, expert=fresh(expert), particulars=typed)
    assert opened(fresh(expert).private.id_number) == ID_NUMBER


def test_a_public_profile_needs_consent(officer: Any, chen: Any) -> None:
    expert = admitted(officer, chen)
    with pytest.raises(Impossible, match="needs your consent") as refused:
        verbs.show_expert(acting_user=chen, expert=fresh(expert), shown=True)
    assert (refused.value.field, fresh(expert).is_shown) == ("agrees", False)
    client = Client()
    client.cookies["qinglan_language"] = "en"
    client.force_login(chen)
    address = f"/experts/{expert.pk}/show/"
    page = client.get(address).content.decode()
    assert "I consent: " in page
    assert "id_agrees_error" in client.post(address).content.decode()
    assert client.post(address, {"agrees": "on"}).status_code == 302
    assert (fresh(expert).is_shown, has_consented(chen, PROFILE)) == (True, True)
    assert 'name="agrees"' not in client.get(address).content.decode()


def test_others_forms_print_no_contacts_and_keep_them(officer: Any, chen: Any) -> None:
    expert = admitted(officer, chen, mobile=MOBILE, email=MAIL)
    made = broker_verbs.apply_as_broker(acting_user=chen, particulars=broker_of(mobile=MOBILE, email=MAIL))
    inside, own = Client(), Client()
    inside.force_login(officer)
    own.force_login(chen)
    for address, record in ((f"/experts/{expert.pk}/edit/", expert), (f"/brokers/{made.pk}/edit/", made)):
        page, mine = (one.get(address).content.decode() for one in (inside, own))
        assert MOBILE not in page
        assert MAIL not in page
        assert "199****2222" in page
        assert MOBILE in mine
        form = inside.get(address).context["form"]
        data = {name: value for name, value in form.initial.items() if value not in (None, [])}
        answer = inside.post(address, {**data, "name": "陈改"})
        assert answer.status_code == 302
        row = type(record).objects.select_related("private").get(pk=record.pk)
        assert (row.name, row.private.mobile, row.private.email) == ("陈改", MOBILE, MAIL)
        data["version"] = row.revision
        inside.post(address, {**data, "remove_contacts": ["email"]})
        row.private.refresh_from_db()
        assert (row.private.mobile, row.private.email) == (MOBILE, "")


def settled_twice(work: Any, officers: list[Any]) -> list[str]:
    """What two officers get who settle at the same moment."""
    answers: list[str] = []
    start = threading.Barrier(2)

    def settle(officer: Any) -> None:
        try:
            start.wait(20)
            work(officer)
            answers.append("done")
        except (Impossible, StaleEdit) as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=settle, args=[one]) for one in officers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(answers)


@pytest.fixture
def two(transactional_db: None, request: pytest.FixtureRequest) -> list[Any]:
    """Two officers, and a person who applied as expert and as broker."""
    from tests.support.people import person

    officer, chen = request.getfixturevalue("officer"), request.getfixturevalue("chen")
    return [officer, person("second-officer", "officer"), chen]


def test_two_officers_settle_an_expert_at_once(two: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    expert = applied(two[2])
    meet = threading.Barrier(2)

    def unlocked(row: Expert) -> Expert:
        """What a verb without the lock would hold: the row as both found it."""
        found = Expert.objects.get(pk=row.pk)
        meet.wait(20)
        return found

    def decline(officer: Any) -> None:
        verbs.decline_expert(acting_user=officer, expert=expert, on=DAY, reason="x")

    with monkeypatch.context() as patch:
        patch.setattr(verbs, "locked", unlocked)
        assert settled_twice(decline, two[:2]) == ["done", "done"]
    Expert.objects.filter(pk=expert.pk).update(state="applied", revision=expert.revision)
    assert settled_twice(decline, two[:2]) == ["StaleEdit", "done"]


def test_two_officers_settle_a_broker_at_once(two: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    made = broker_verbs.apply_as_broker(acting_user=two[2], particulars=broker_of())
    broker = Broker.objects.get(pk=made.pk)
    meet = threading.Barrier(2)

    def unlocked(row: Broker) -> Broker:
        found = Broker.objects.get(pk=row.pk)
        meet.wait(20)
        return found

    def decline(officer: Any) -> None:
        broker_verbs.decline_broker(acting_user=officer, broker=broker, on=DAY, reason="x")

    with monkeypatch.context() as patch:
        patch.setattr(broker_verbs, "locked", unlocked)
        assert settled_twice(decline, two[:2]) == ["done", "done"]
    Broker.objects.filter(pk=broker.pk).update(state="applied", revision=broker.revision)
    assert settled_twice(decline, two[:2]) == ["StaleEdit", "done"]
