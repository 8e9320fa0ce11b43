"""What firms let banks see: asked, consented for 30 days, looked at, withdrawn; closed at once."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.data_grant import (
    ask_for_data,
    cancel_data_request,
    consent_to_data,
    decline_data,
    lapse_data_grants,
    look_at_data,
    withdraw_data_consent,
)
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payment import approve_payment, enter_receipt, request_payments
from qinglan.programmes.models import DataGrant, DataLook, GrantState
from qinglan.programmes.queries.checking import grants_seen_by
from tests.programmes import making
from tests.programmes.awarding import awarded
from tests.programmes.checking.made import bank, head_of
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.support.people import assign, join, person


@pytest.fixture
def asked(officer: Any) -> Any:
    """A bank's request to a firm: `asked.banker`, `asked.head`."""
    ours = bank(officer)
    firm = awarded(officer, 1).holder
    one = ask(ours, firm)
    one.banker, one.head = ours.banker, head_of(firm)
    return one


def ask(ours: Any, firm: Any, parts: Any = ("scores", "payments"), purpose: str = "绿色贷款审查") -> Any:
    return ask_for_data(acting_user=ours.banker, bank=ours, firm=firm, parts=parts, purpose=purpose)


def open_todos(one: DataGrant) -> int:
    kind = "programmes.answer_data_request"
    return Todo.objects.filter(kind=kind, subject_key=str(one.pk), closed_at__isnull=True).count()


def kinds(one: DataGrant) -> list[str]:
    rows = Event.objects.filter(stream=f"organisation:{one.firm_id}", kind__startswith="programmes.data-")
    return [row.kind.partition("-")[2] for row in rows.order_by("sequence")]


@pytest.mark.django_db
def test_asked_consented_looked_withdrawn_closed(asked: Any) -> None:
    assert not answer(asked.banker, "programmes.look_at_data", asked)
    assert open_todos(asked) == 1
    held = consent_to_data(acting_user=asked.head, grant=asked)
    assert (held.state, held.valid_to) == ("granted", clock.today() + timedelta(days=30))
    assert open_todos(asked) == 0
    look_at_data(acting_user=asked.banker, grant=held)
    withdraw_data_consent(acting_user=asked.head, grant=held)
    with pytest.raises(PermissionRefused, match="closed"):
        look_at_data(acting_user=asked.banker, grant=held)
    assert DataLook.objects.filter(grant=held).count() == 1
    assert kinds(asked) == ["asked", "granted", "looked-at", "withdrawn"]
    told = Message.objects.filter(recipient=asked.banker, template__startswith="programmes.data-")
    assert [one.template for one in told.order_by("pk")] == [
        "programmes.data-granted",
        "programmes.data-withdrawn",
    ]


@pytest.mark.django_db
def test_a_consent_gives_nothing_after_its_last_day_even_before_the_clock_notes_it(asked: Any) -> None:
    held = consent_to_data(acting_user=asked.head, grant=asked, valid_to=clock.today())
    assert answer(asked.banker, "programmes.look_at_data", held)
    DataGrant.objects.filter(pk=held.pk).update(valid_to=clock.today() - timedelta(days=1))
    held.refresh_from_db()
    assert not answer(asked.banker, "programmes.look_at_data", held)
    assert lapse_data_grants(acting_user=system_user()) == 1
    held.refresh_from_db()
    assert held.state == GrantState.LAPSED
    assert lapse_data_grants(acting_user=system_user()) == 0


@pytest.mark.django_db
def test_what_cant_be_is_refused_with_its_reason(officer: Any, asked: Any) -> None:
    ours, firm = asked.bank, asked.firm
    ours.banker = asked.banker
    for refused, why in (
        (lambda: ask(ours, firm), "open already"),
        (lambda: ask(ours, firm, ()), "Choose which data"),
        (lambda: ask(ours, firm, purpose="  "), "what you need it for"),
        (lambda: ask(ours, ours), "your own organisation"),
        (lambda: consent_to_data(acting_user=asked.head, grant=asked, valid_to=date(2099, 1, 1)), "at most"),
        (lambda: withdraw_data_consent(acting_user=asked.head, grant=asked), "by now"),
    ):
        with pytest.raises(Impossible, match=why):
            refused()
    decline_data(acting_user=asked.head, grant=asked)
    with pytest.raises(Impossible, match="declined"):
        consent_to_data(acting_user=asked.head, grant=asked)
    again = ask(ours, firm)
    cancel_data_request(acting_user=asked.banker, grant=again)
    assert (open_todos(again), kinds(asked)) == (0, ["asked", "declined", "asked", "cancelled"])


@pytest.mark.django_db
def test_only_administrator_or_signatory_binds_the_firm(officer: Any, asked: Any) -> None:
    member, signatory, auditor = person("member"), person("signatory"), person("inspector")
    join(member, asked.firm)
    join(signatory, asked.firm, "signatory")
    assign(auditor, "inspector", valid_to=date(2099, 1, 1), purpose="审计（演示）")
    people = {
        "banker": asked.banker,
        "head": asked.head,
        "signatory": signatory,
        "member": member,
        "officer": officer,
        "auditor": auditor,
        "stranger": person("stranger"),
    }
    may = {
        name: "".join(
            letter
            for letter, verb in (("s", "see_data_grant"), ("a", "answer_data_request"), ("c", "cancel_data_request"), ("l", "look_at_data"))
            if answer(user, f"programmes.{verb}", asked)
        )
        for name, user in people.items()
    }  # fmt: skip
    assert may == {
        "banker": "sc", "head": "sa", "signatory": "sa", "member": "s", "officer": "", "auditor": "", "stranger": "",
    }  # fmt: skip
    listed = {name: grants_seen_by(user).filter(pk=asked.pk).exists() for name, user in people.items()}
    assert listed == {name: "s" in letters for name, letters in may.items()}
    for user in (member, asked.banker, officer, people["stranger"]):
        with pytest.raises(PermissionRefused):
            consent_to_data(acting_user=user, grant=asked)


@pytest.mark.django_db
def test_amounts_stand_nowhere_without_consent_and_on_one_page_with_it(officer: Any) -> None:
    chief = person("chief", "officer")
    round_ = making.open_round(officer, paying_scheme())
    case, line = at_payment(officer, round_, 1, ("技-1", "123450", False)), line_of(officer, round_)
    payee_of(officer, case)
    [one] = work_out_entitlements(acting_user=officer, case=case)
    approve_payment(acting_user=chief, entitlement=one, line=line)
    request_payments(acting_user=officer, entitlements=[one], issuer="青川市科学技术局", addressee="市财政局")
    enter_receipt(acting_user=officer, entitlement=one, number="付-1", on=date(2026, 2, 2))
    case.refresh_from_db()
    case.score = Decimal("87.5")
    case.save(update_fields=["score"])
    ours = bank(officer)
    banker, head = Client(), Client()
    banker.force_login(ours.banker)
    head.force_login(head_of(case.applicant))
    sent = banker.post(
        reverse("checking:ask"),
        {"bank": ours.pk, "code": case.applicant.code, "parts": ["scores", "payments"], "purpose": "贷款"},
    )
    page = sent["Location"]
    facts = f"{page}facts/"
    everywhere = [page, reverse("checking:grants"), f"{reverse('checking:check')}?code={case.applicant.code}"]

    def shows(client: Client, address: str) -> bool:
        return "12,345.00" in client.get(address).content.decode()

    assert (banker.get(facts).status_code, [shows(banker, one) for one in everywhere]) == (403, [False] * 3)
    head.post(f"{page}consent/", {"valid_to": clock.today().isoformat()})
    text = banker.get(facts).content.decode()
    assert ("12,345.00" in text, "87.5" in text, "no-store" in banker.get(facts)["Cache-Control"]) == (
        True,
    ) * 3
    assert [shows(banker, one) for one in everywhere] == [False] * 3
    assert head.get(facts).status_code == 403
    head.post(f"{page}withdraw/", {})
    assert banker.get(facts).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_look_never_comes_after_the_withdrawal(asked: Any) -> None:
    """Whatever the order of the two, each look was noted while the consent stood."""
    held = consent_to_data(acting_user=asked.head, grant=asked)
    ready = threading.Barrier(3)

    def run(act: Any) -> None:
        ready.wait(10)
        try:
            act()
        except PermissionRefused:
            pass
        finally:
            connection.close()

    acts = [
        lambda: look_at_data(acting_user=asked.banker, grant=held),
        lambda: look_at_data(acting_user=asked.banker, grant=held),
        lambda: withdraw_data_consent(acting_user=asked.head, grant=held),
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    held.refresh_from_db()
    assert held.state == GrantState.WITHDRAWN
    last = held.ended_at or datetime(2000, 1, 1, tzinfo=UTC)
    assert all(look.read_at <= last for look in held.looks.all())
