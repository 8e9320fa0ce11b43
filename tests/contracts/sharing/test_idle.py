"""An inventor applies to exploit what lies idle; the unit answers with its reasons, by a day that is said as it ends."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from qinglan.contracts.domain.idle import answer_application, apply_for_use, withdraw_application
from qinglan.contracts.models import IdleApplication, Invention
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts.sharing import acts, made

pytestmark = pytest.mark.django_db
Who = dict[str, Any]


def invention(who: Who, completed_on: date = date(2025, 3, 1)) -> Invention:
    return made.invention(
        who, [made.inventor(who, 1, account=who["maker"])], [10_000], mains=1, completed_on=completed_on
    )


def asked(who: Who) -> IdleApplication:
    return apply_for_use(acting_user=who["maker"], invention=invention(who), plan="与演示企业合作中试")


def client(someone: Any) -> Client:
    window = Client()
    window.force_login(someone)
    return window


def test_what_was_completed_less_than_a_year_ago_is_not_idle(who: Who) -> None:
    with pytest.raises(Impossible):
        apply_for_use(acting_user=who["maker"], invention=invention(who, clock.today()), plan="中试")


@pytest.mark.parametrize("name", ["member", "finance", "officer", "stranger"])
def test_its_inventor_alone_applies(who: Who, name: str) -> None:
    with pytest.raises(PermissionRefused):
        apply_for_use(acting_user=who[name], invention=invention(who), plan="中试")


def test_one_application_waits_and_can_be_taken_back(who: Who) -> None:
    row = asked(who)
    with pytest.raises(Impossible):
        apply_for_use(acting_user=who["maker"], invention=row.invention, plan="再问")
    assert acts.waits("contracts.answer_use", row.pk)
    withdraw_application(acting_user=who["maker"], application=row)
    assert not acts.waits("contracts.answer_use", row.pk)
    with pytest.raises(StaleEdit):
        answer_application(acting_user=who["member"], application=row, agreed=True, answer="同意")


def test_the_unit_answers_with_reasons_and_what_comes_next_stands_on_the_page(who: Who) -> None:
    row = asked(who)
    url = f"/contracts/income/applications/{row.pk}/"
    page = client(who["maker"]).get(url)
    last = next(one["value"] for one in page.context["summary"] if str(one["value"]).endswith("24:00"))
    assert last[:10] < row.answer_due.astimezone(clock.SHANGHAI).date().isoformat()
    assert acts.offered(client(who["member"]), url) == ["answer"]
    with pytest.raises(Impossible) as refused:
        answer_application(acting_user=who["member"], application=row, agreed=True, answer=" ")
    assert refused.value.field == "answer"
    with pytest.raises(PermissionRefused):
        answer_application(acting_user=who["maker"], application=row, agreed=True, answer="同意")
    done = answer_application(acting_user=who["member"], application=row, agreed=True, answer="同意，签协议")
    assert (done.state, done.answered_by) == ("agreed", who["member"])
    row.invention.refresh_from_db()
    assert row.invention.first_used_on == clock.today()
    assert Message.objects.filter(recipient=who["maker"], template="contracts.use_answered").count() == 1
    assert acts.offered(client(who["member"]), url) == ["new"]
    assert acts.offered(client(who["maker"]), url) == []
