"""Repeated sections in a report on an award: pasted as rows, checked one by one, judged with the rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.duty import hand_in_report, open_duties, save_report
from qinglan.programmes.models import Duty
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.making import text
from tests.support.people import join, person

pytestmark = pytest.mark.django_db
ANSWERS = {"transfers": "2", "green_share": "80"}


@pytest.fixture
def duty(officer: Any) -> Duty:
    """A report with a list of results, of which at least one is named."""
    content = kept_scheme()
    content["after"]["obligations"][0]["report"].append(
        {
            "id": "results",
            "title": text("转化成果", "Results"),
            "repeat": True,
            "least_rows": 1,
            "most_rows": 3,
            "questions": [
                {"id": "result", "type": "text", "text": text("成果名称", "Result")},
                {"id": "income", "type": "money", "text": text("收入", "Income"), "unit": "元"},
            ],
        }
    )
    start = clock.today().replace(month=1, day=5) - timedelta(days=730)
    award = awarded(officer, 1, content, granted_on=start)
    open_duties(acting_user=system_user(), award=award)
    found = award.duties.order_by("due_on").first()
    assert found is not None
    return found


@pytest.fixture
def manager(duty: Duty) -> Any:
    user = person("manager")
    join(user, duty.award.holder)
    return user


def save(user: Any, duty: Duty, *rows: dict[str, str], seen: int = 0) -> Duty:
    return save_report(
        acting_user=user, duty=duty, answers=ANSWERS, rows={"results": rows}, seen_revision=seen
    )


def test_rows_are_kept_checked_and_asked_for(duty: Duty, manager: Any) -> None:
    with pytest.raises(ValidationError) as told:
        save(manager, duty, {"result": "甲", "income": "很多"}, {"result": "乙", "income": "5"})
    assert [each.startswith("Row 1: ") for each in told.value.message_dict["results"]] == [True]
    with pytest.raises(Impossible, match="not asked here"):
        save_report(acting_user=manager, duty=duty, answers={}, rows={"made_up": []}, seen_revision=0)
    with pytest.raises(ValidationError, match="at most 3 rows"):
        save(manager, duty, *[{"result": "甲", "income": "5"}] * 4)
    empty = save(manager, duty)
    with pytest.raises(Impossible, match="“Results”: at least 1 rows"):
        hand_in_report(acting_user=manager, duty=empty, seen_revision=empty.revision)
    kept = save(manager, duty, {"result": "铝灰回收", "income": "12000"}, seen=empty.revision)
    assert [(row["_row"], row["result"]) for row in kept.rows["results"]] == [(1, "铝灰回收")]
    with pytest.raises(StaleEdit):
        save(manager, duty, {"result": "别的", "income": "1"}, seen=0)
    assert hand_in_report(acting_user=manager, duty=kept, seen_revision=kept.revision).state == "done"


def test_rows_are_pasted_and_shown(duty: Duty, manager: Any, officer: Any) -> None:
    client = Client()
    client.force_login(manager)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    url = reverse("awards:duty", args=[duty.pk])
    assert "with these columns: Result、Income" in client.get(url).content.decode()
    sent = {
        "version": "0",
        **ANSWERS,
        "results": "Result\tIncome\n铝灰回收\t12000\n余热\t800\textra",
        "act": "save",
    }
    refused = client.post(url, sent)
    assert list(refused.context["form"].errors) == ["results"]
    sent["results"] = "Result\tIncome\n铝灰回收\t12000\n余热\t800"
    assert client.post(url, sent).status_code == 302
    page = client.get(url).content.decode()
    assert "Result\tIncome\n铝灰回收\t12000" in page.replace("\r", "")
    assert client.post(url, {**sent, "version": "1", "act": "send"}).status_code == 302
    office = Client()
    office.force_login(officer)
    page = office.get(url).content.decode()
    assert ("铝灰回收" in page, "余热" in page) == (True, True)
