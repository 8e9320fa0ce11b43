"""A national number that was mistyped here is set right by the office, with the reason; figures follow."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from qinglan.contracts.domain.registration_correction import correct_number
from qinglan.contracts.models import Registration, RegistrationState
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts.registering import made

pytestmark = pytest.mark.django_db
RIGHT, DAY = "2026990001000077", date(2026, 3, 5)
WHY = "录入时两位数字颠倒（演示）"


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.people()


def corrected(user: Any, row: Registration, **changes: Any) -> Registration:
    asked = {"number": RIGHT, "registered_on": DAY, "reason": WHY} | changes
    return correct_number(acting_user=user, row=row, **asked)


def test_number_and_day_are_set_right_and_what_stood_is_kept(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    before = {"number": row.national_number, "on": row.registered_on.isoformat()}
    corrected(who["registrar"], row, number=f" {RIGHT[:8]} {RIGHT[8:]} ")
    row.refresh_from_db()
    assert (row.national_number, row.registered_on, row.state) == (RIGHT, DAY, RegistrationState.REGISTERED)
    told = Event.objects.get(stream=row.key, kind="contracts.registration-number-corrected")
    assert json.loads(bytes(told.payload)) == {
        "before": before, "after": {"number": RIGHT, "on": "2026-03-05"}, "reason": WHY,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["member", "buyer"])
def test_only_office_and_officers_correct_it(who: dict[str, Any], role: str) -> None:
    row = made.registration(who, "registered")
    with pytest.raises(PermissionRefused):
        corrected(who[role], row)
    corrected(who["officer"], row)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "YS-2026-000001"}, "number"),
        ({"number": "7"}, "number"),
        ({"registered_on": date(2199, 1, 1)}, "registered_on"),
        ({"registered_on": date(2001, 1, 1)}, "registered_on"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(
    who: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    row = made.registration(who, "registered", signed_on=date(2026, 1, 5))
    stood = (row.national_number, row.registered_on, row.revision)
    with pytest.raises(Impossible) as refused:
        corrected(who["registrar"], row, **changes)
    assert refused.value.field == field
    row.refresh_from_db()
    assert (row.national_number, row.registered_on, row.revision) == stood


def test_the_number_of_another_contract_is_refused_by_its_name(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    other = made.registration(who, "registered", number=RIGHT, title="另一项目（演示）")
    with pytest.raises(Impossible, match="另一项目") as refused:
        corrected(who["registrar"], row)
    assert refused.value.field == "number"
    corrected(who["registrar"], row, number=row.national_number)
    other.refresh_from_db()
    assert other.national_number == RIGHT


def test_who_saw_an_older_page_is_told_and_a_draft_has_no_number(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    old = Registration.objects.get(pk=row.pk)
    corrected(who["registrar"], row)
    with pytest.raises(StaleEdit):
        corrected(who["officer"], old, number="2026990001000078")
    with pytest.raises(Impossible):
        corrected(who["registrar"], Registration.objects.get(pk=row.pk))
    with pytest.raises(Impossible):
        corrected(who["registrar"], made.registration(who, "handed_over"))


def test_the_page_is_reached_from_the_record_and_keeps_what_was_typed(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    url = f"/contracts/registrations/{row.pk}/correct-number/"
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(who["registrar"])
    assert url in client.get(row.get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    assert (form["number"].value(), form["registered_on"].value()) == (row.national_number, row.registered_on)
    sent = {"number": "7", "registered_on": DAY.isoformat(), "reason": WHY, "version": row.revision}
    wrong = client.post(url, sent)
    assert (wrong.status_code, list(wrong.context["form"].errors), WHY in wrong.content.decode()) == (
        200, ["number"], True,
    )  # fmt: skip
    done = client.post(url, sent | {"number": RIGHT})
    assert (done.status_code, done.headers["Location"]) == (302, row.get_absolute_url())
    assert RIGHT in client.get(row.get_absolute_url()).content.decode()
    client.force_login(who["member"])
    assert url not in client.get(row.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 403
