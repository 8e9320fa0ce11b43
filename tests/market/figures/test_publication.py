"""From whole figures to what everybody reads: decided, frozen, replaced, withdrawn, each as an event."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain import Check, NotCleared
from qinglan.kernel.disclosure.models import Clearance
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.market.domain.figures import (
    Selection,
    digest_of,
    figures_for_everybody,
    publish_figures,
    withdraw_figures,
)
from qinglan.market.domain.supplier_call import invite_suppliers
from qinglan.market.figures.content import Funnel
from qinglan.market.models import FigureSet, SupplierInvitation
from tests.market.contact.made import payloads
from tests.market.figures import made
from tests.support.people import assign, person

World = dict[str, Any]
FUNNEL = Selection("funnel", "key-fields", date(2025, 3, 1), date(2025, 4, 30))
SUPPLY = Selection("supply", "key-fields")


def publish(world: World, **changes: Any) -> FigureSet:
    values: dict[str, Any] = {
        "acting_user": world["officer"],
        "selection": FUNNEL,
        "seen": digest_of(figures_for_everybody(FUNNEL)),
        **made.checks(),
    }
    return publish_figures(**{**values, **changes})


def test_the_decision_is_kept_and_the_figures_frozen(world: World) -> None:
    made.many(world, 4, "need", code="2", territory="990102")
    row = made.published(world, FUNNEL, note="首次公开")
    assert payloads(f"market-figures:{row.pk}") == [
        {"kind": "funnel", "digest": row.digest, "basis": "公开审批 3 号", "replaces": None}
    ]
    assert (row.state, row.published_by, row.basis, row.note) == (
        "published", world["officer"], "公开审批 3 号", "首次公开",
    )  # fmt: skip
    clearance = Clearance.objects.get(subject=f"market.figures:{row.pk}")
    assert (clearance.secrecy_basis, clearance.publication_basis) == ("保密审查表 9 号", "公开审批 3 号")
    made.many(world, 3, "need", code="2", territory="990102", days=1)
    kept = Funnel.model_validate(FigureSet.objects.get().content)
    assert digest_of(kept) == row.digest
    assert {line.key: line.cells[0] for line in kept.totals}["needs"] == 5
    assert digest_of(figures_for_everybody(FUNNEL)) != row.digest


def test_a_newer_set_takes_the_place_of_the_one_before(world: World) -> None:
    first, other = made.published(world, FUNNEL), made.published(world, SUPPLY)
    second = made.published(world, FUNNEL)
    assert dict(FigureSet.objects.values_list("pk", "state")) == {
        first.pk: "replaced", other.pk: "published", second.pk: "published",
    }  # fmt: skip
    assert payloads(f"market-figures:{second.pk}")[0]["replaces"] == first.pk


def test_a_withdrawal_needs_a_reason_and_happens_once(world: World) -> None:
    row = made.published(world, FUNNEL)
    with pytest.raises(Impossible):
        withdraw_figures(acting_user=world["officer"], figures=row, reason=" ")
    withdraw_figures(acting_user=world["officer"], figures=row, reason="口径有误")
    row.refresh_from_db()
    assert (row.state, row.reason, row.ended_by) == ("withdrawn", "口径有误", world["officer"])
    assert payloads(f"market-figures:{row.pk}", "market.figures-withdrawn") == [
        {"kind": "funnel", "digest": row.digest, "reason": "口径有误"}
    ]
    with pytest.raises(Impossible):
        withdraw_figures(acting_user=world["officer"], figures=row, reason="再撤一次")


def test_what_was_not_looked_at_is_not_published(world: World) -> None:
    seen = digest_of(figures_for_everybody(FUNNEL))
    made.many(world, 4, "need", code="2", territory="990102")
    with pytest.raises(Impossible):
        publish(world, seen=seen)
    assert not FigureSet.objects.exists()


@pytest.mark.parametrize(
    "selection",
    [
        Selection("funnel", "key-fields", date(2025, 4, 30), date(2025, 3, 1)),
        Selection("funnel", "key-fields", date(2025, 4, 30), date(2099, 3, 1)),
        Selection("funnel", "key-fields"),
        Selection("funnel", "unknown", date(2025, 3, 1), date(2025, 4, 30)),
        Selection("nonsense", "key-fields"),
    ],
)
def test_what_does_not_fit_is_refused(world: World, selection: Selection) -> None:
    with pytest.raises(Impossible):
        figures_for_everybody(selection)


def test_the_gate_refuses_a_number_of_a_person_and_a_check_to_come(world: World) -> None:
    with pytest.raises(NotCleared):
        publish(world, note="请电 13800138000")
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(NotCleared):
        publish(world, secrecy=Check(by="保密员（演示）", on=tomorrow, basis="表"))
    with pytest.raises(NotCleared):
        publish(world, publication=Check(by="处长（演示）", on=made.DAY, basis=" "))
    assert not FigureSet.objects.exists()


def test_large_figures_are_no_numbers_of_persons(world: World) -> None:
    made.many(world, 150, "need", code="2", territory="990102")
    assert made.published(world, FUNNEL).state == "published"


@pytest.mark.parametrize("name", ["admin", "member", "stranger", "system", "administrator", "district"])
def test_only_an_officer_of_the_city_decides(world: World, name: str) -> None:
    from qinglan.kernel.codes.models import Territory
    from qinglan.parties.domain.account import system_user

    people = {**world, "system": system_user(), "administrator": person("keeper", "administrator")}
    people["district"] = person("district")
    assign(people["district"], "officer", territory=Territory.objects.get(code="990101"))
    row = made.published(world, SUPPLY)
    with pytest.raises(PermissionRefused):
        publish(world, acting_user=people[name])
    with pytest.raises(PermissionRefused):
        withdraw_figures(acting_user=people[name], figures=row, reason="x")
    with pytest.raises(PermissionRefused):
        invite_suppliers(acting_user=people[name], need=world["need"], organisations=[world["other"]])


def test_organisations_are_asked_once_and_told(world: World) -> None:
    need, officer = world["need"], world["officer"]
    asked = [world["owner"], world["firm"], world["owner"]]
    told = invite_suppliers(acting_user=officer, need=need, organisations=asked, note="请看看。")
    # The firm owns the need itself.
    assert told == [world["owner"]]
    message = Message.objects.get(template="market.supplier-invited", recipient=world["member"])
    assert (message.url, need.title in message.subject, "请看看。" in message.text) == (
        need.get_absolute_url(), True, True,
    )  # fmt: skip
    assert payloads(need.key, "market.suppliers-invited") == [{"organisations": [world["owner"].code]}]
    for organisations in ([], [world["owner"]], [world["firm"]]):
        with pytest.raises(Impossible):
            invite_suppliers(acting_user=officer, need=need, organisations=organisations)
    assert SupplierInvitation.objects.count() == 1


def test_nobody_is_asked_about_a_need_that_is_not_public(world: World) -> None:
    from tests.market.made import need

    with pytest.raises(Impossible):
        invite_suppliers(acting_user=world["officer"], need=need(world), organisations=[world["firm"]])


def test_without_the_lock_a_second_set_would_meet_the_index(world: World) -> None:
    row = made.published(world, FUNNEL)
    row.pk = None
    with pytest.raises(IntegrityError, match="one_public_set_of_figures_of_each_kind"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_replaces_the_other(transactional_db: None) -> None:
    world = made.world()
    seen = digest_of(figures_for_everybody(FUNNEL))
    errors: list[BaseException] = []
    start = threading.Barrier(2)

    def decide() -> None:
        try:
            start.wait(timeout=30)
            publish(world, seen=seen)
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _one in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    assert sorted(FigureSet.objects.values_list("state", flat=True)) == ["published", "replaced"]
