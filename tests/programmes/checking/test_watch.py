"""Watch lists of banks: the alert comes with the change, to the bank alone."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.programmes.checking.codes import from_text
from qinglan.programmes.domain.award_life import (
    exit_award,
    expire_awards,
    open_rectification,
    revoke_award,
    warn_award,
)
from qinglan.programmes.domain.award_state import set_state
from qinglan.programmes.domain.watch import end_watch, note_alerts, watch_codes
from qinglan.programmes.models import AwardState, Watch, WatchAlert
from qinglan.programmes.queries.checking import watches_of
from tests.parties.organisations.made import code
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.checking.made import bank, head_of
from tests.programmes.making import DAY
from tests.support.people import person


def watched(user: Any, of: Any, *numbers: int) -> list[Watch]:
    lines = from_text("\n".join(code(n) for n in numbers), most=500)
    return watch_codes(acting_user=user, bank=of, lines=lines)


def open_todos(of: Any) -> list[str]:
    rows = Todo.objects.filter(kind="programmes.note_alerts", organisation_key=of.pk, closed_at__isnull=True)
    return [row.url for row in rows]


@pytest.mark.django_db
def test_a_revocation_is_told_the_same_day_to_who_watches_and_to_nobody_else(officer: Any) -> None:
    award = awarded(officer, 1, content=kept_scheme())
    ours, other = bank(officer), bank(officer, 81)
    watched(ours.banker, ours, 1, 2)
    watched(other.banker, other, 2)
    revoke_award(acting_user=officer, award=award, ground="fraud", reason="弄虚作假")
    [alert] = WatchAlert.objects.all()
    assert (alert.watch.bank_id, alert.change.kind, alert.change.on) == (ours.pk, "revoked", clock.today())
    told = Message.objects.filter(template="programmes.watch-alert")
    assert [(one.recipient_id, one.subject) for one in told] == [
        (ours.banker.pk, f"观察名单：{award.holder.name}，已撤销")
    ]
    assert (open_todos(ours), open_todos(other)) == ([reverse("checking:watch")], [])
    assert note_alerts(acting_user=ours.banker, bank=ours) == 1
    assert open_todos(ours) == []


@pytest.mark.django_db
def test_every_change_that_speaks_against_a_holder_is_an_alert(officer: Any) -> None:
    award = awarded(officer, 1, content=kept_scheme())
    ours = bank(officer)
    watched(ours.banker, ours, 1)
    warn_award(acting_user=officer, award=award, reason="迟报")
    open_rectification(acting_user=officer, award=award, reason="未转化")
    kinds = [alert.change.kind for alert in WatchAlert.objects.order_by("pk")]
    assert kinds == ["warned", "rectifying"]


@pytest.mark.django_db
def test_an_award_that_runs_out_or_is_given_up_is_an_alert_and_a_renewal_is_none(officer: Any) -> None:
    yesterday = clock.today() - timedelta(days=1)
    awarded(officer, 1, content=kept_scheme(), valid_from=DAY, valid_to=yesterday)
    left = awarded(officer, 2, content=kept_scheme())
    renewed = awarded(officer, 3, content=kept_scheme())
    ours = bank(officer)
    watched(ours.banker, ours, 1, 2, 3)
    assert expire_awards(acting_user=system_user()) == 1
    exit_award(acting_user=head_of(left.holder), award=left, reason="迁出本市")
    set_state(acting_user=officer, award=renewed, to=AwardState.REPLACED, on=clock.today())
    told = {alert.watch.code: (alert.change.kind, alert.change.on) for alert in WatchAlert.objects.all()}
    assert told == {code(1): ("expired", yesterday), code(2): ("exited", clock.today())}


@pytest.mark.django_db
def test_a_code_that_is_not_on_record_is_watched_all_the_same(officer: Any) -> None:
    ours = bank(officer)
    [one] = watched(ours.banker, ours, 1)
    assert one.organisation_id is None
    award = awarded(officer, 1, content=kept_scheme())
    warn_award(acting_user=officer, award=award, reason="迟报")
    assert WatchAlert.objects.get().watch_id == one.pk


@pytest.mark.django_db
def test_codes_stand_once_wrong_ones_are_left_out_and_an_ended_watch_tells_nothing(officer: Any) -> None:
    award = awarded(officer, 1, content=kept_scheme())
    ours = bank(officer)
    text = f"{code(1)}\n{code(1)}\n{code(2)[:-1]}"
    [one] = watch_codes(acting_user=ours.banker, bank=ours, lines=from_text(text, most=9))
    assert watched(ours.banker, ours, 1) == []
    with pytest.raises(Impossible, match="None of the codes is right"):
        watch_codes(acting_user=ours.banker, bank=ours, lines=from_text("123456789", most=9))
    warn_award(acting_user=officer, award=award, reason="迟报")
    end_watch(acting_user=ours.banker, watch=one)
    assert open_todos(ours) == []
    open_rectification(acting_user=officer, award=award, reason="未转化")
    assert WatchAlert.objects.count() == 1
    with pytest.raises(Impossible, match="no longer on the watch list"):
        end_watch(acting_user=ours.banker, watch=one)


@pytest.mark.django_db
def test_a_watch_list_is_its_banks_secret(officer: Any) -> None:
    ours, other = bank(officer), bank(officer, 81)
    [one] = watched(ours.banker, ours, 1)
    firm = awarded(officer, 1).holder
    everybody = {
        "banker": ours.banker,
        "other banker": other.banker,
        "firm": head_of(firm),
        "officer": officer,
        "stranger": person("stranger"),
    }
    seen = {name: list(watches_of(user)) for name, user in everybody.items()}
    assert seen == {"banker": [one], "other banker": [], "firm": [], "officer": [], "stranger": []}
    for name in ("other banker", "firm", "officer", "stranger"):
        user = everybody[name]
        with pytest.raises(PermissionRefused):
            watched(user, ours, 3)
        with pytest.raises(PermissionRefused):
            end_watch(acting_user=user, watch=one)
        with pytest.raises(PermissionRefused):
            note_alerts(acting_user=user, bank=ours)
    with pytest.raises(PermissionRefused):
        watched(everybody["firm"], firm, 3)  # no bank


@pytest.mark.django_db
def test_the_list_costs_the_same_questions_and_exports_what_it_shows(officer: Any) -> None:
    ours = bank(officer)
    client = Client()
    client.force_login(ours.banker)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("checking:watch")).status_code == 200
        return len(queries)

    watched(ours.banker, ours, 1)
    warn_award(acting_user=officer, award=awarded(officer, 1, content=kept_scheme()), reason="迟报")
    asked()
    few = asked()
    watched(ours.banker, ours, 2, 3, 4)
    for number in (2, 3, 4):
        award = awarded(officer, number, content=kept_scheme())
        warn_award(acting_user=officer, award=award, reason="迟报")
    assert asked() == few
    sheet = client.get(reverse("checking:watch"), {"export": "csv"}).content.decode("utf-8-sig")
    assert sum(code(n) in sheet for n in range(1, 6)) == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_codes_at_once_give_one_watch(officer: Any) -> None:
    ours = bank(officer)
    outcomes: list[int] = []
    ready = threading.Barrier(2)

    def run() -> None:
        ready.wait(10)
        try:
            outcomes.append(len(watched(ours.banker, ours, 1)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (sorted(outcomes), Watch.objects.count()) == ([0, 1], 1)
