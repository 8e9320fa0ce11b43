"""What the room holds on an inventor with an account, and what is left after it was erased."""

from typing import Any

import pytest

from qinglan.contracts.models import Inventor
from qinglan.parties import personal_data
from tests.contracts.sharing import made

pytestmark = pytest.mark.django_db
Who = dict[str, Any]


def test_an_inventor_gets_his_own_data_and_nobody_elses(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    found = {str(one.title): list(one.lines) for one in personal_data.collect(who["maker"])}
    assert found["Parts in inventions"] == [("ZW-2026-000001 干法剥皮节水技术（演示）", "50 %")]
    assert found["Rewards"] == [(str(plan), "CNY 630,000.00, to be paid")]
    assert "T0001" in str(found["As an inventor"])
    assert "378,000" not in str(found)


def test_an_account_with_an_open_reward_is_not_erased_and_the_unit_keeps_its_books(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    assert any("reward" in one for one in personal_data.duties_of(who["maker"]))
    plan.rewards.update(state="recorded")
    assert not any("reward" in one for one in personal_data.duties_of(who["maker"]))
    personal_data.PROVIDERS["contracts.sharing"].erase(who["maker"])
    row = Inventor.objects.get(staff_number="T0001")
    assert (row.user, row.name) == (None, "演示人员甲")
    assert "As an inventor" not in {str(one.title) for one in personal_data.collect(who["maker"])}
