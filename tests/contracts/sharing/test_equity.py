"""Equity is shared out once, recorded, and corrected by dropping the plan."""

from typing import Any

import pytest
from django.test import Client

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.distribution import drop_distribution, record_equity
from qinglan.contracts.models import Conversion, Distribution
from qinglan.contracts.sharing.queries import own_rewards
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts.sharing import acts, made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
ASKED: dict[str, Any] = {"amount": 300 * WAN, "evidence": "公司章程（演示）"}


def equity(who: Who) -> Conversion:
    made.rule(who)
    team = [made.inventor(who, 1, account=who["maker"])]
    return acts.under_way(who, team, "作价入股成果（演示）", way="equity", pricing="auction")


def test_equity_is_recorded_and_the_conversion_closed(who: Who) -> None:
    row = equity(who)
    plan = made.shared(who, row, **ASKED)
    assert list(own_rewards(who["maker"])) == []
    with pytest.raises(Impossible):
        conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    done = record_equity(acting_user=who["member"], plan=plan)
    assert (done.state, done.word) == ("paid", "recorded as equity")
    assert [(one.state, one.amount) for one in own_rewards(who["maker"])] == [("recorded", 210 * WAN)]
    with pytest.raises(Impossible):
        record_equity(acting_user=who["member"], plan=done)
    closed = conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    assert closed.state == "closed"
    with pytest.raises(Impossible) as refused:
        drop_distribution(
            acting_user=who["member"], plan=Distribution.objects.get(pk=plan.pk), reason="比例有误"
        )
    assert refused.value.message == "The conversion has ended; its plans stay as they are."


def test_the_same_equity_is_not_shared_twice(who: Who) -> None:
    row = equity(who)
    plan = made.shared(who, row, **ASKED)
    with pytest.raises(Impossible) as refused:
        made.shared(who, row, **ASKED)
    assert "shared out already" in refused.value.message
    done = record_equity(acting_user=who["member"], plan=plan)
    with pytest.raises(Impossible):
        made.shared(who, row, **ASKED)
    drop_distribution(acting_user=who["member"], plan=done, reason="比例有误")
    second = made.shared(who, row, **{**ASKED, "amount": 200 * WAN})
    assert [(one.number, one.state) for one in row.distributions.order_by("number")] == [
        (1, "dropped"),
        (2, "draft"),
    ]
    assert second.team == 140 * WAN


def test_only_equity_is_recorded(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    with pytest.raises(Impossible) as refused:
        record_equity(acting_user=who["member"], plan=plan)
    assert "Only a drafted plan on equity" in refused.value.message


@pytest.mark.parametrize("name", ["finance", "stranger", "officer", "maker"])
def test_only_those_who_do_business_for_the_unit_record_it(who: Who, name: str) -> None:
    plan = made.shared(who, equity(who), **ASKED)
    with pytest.raises(PermissionRefused):
        record_equity(acting_user=who[name], plan=plan)


def test_equity_by_its_page(who: Who) -> None:
    row = equity(who)
    client = Client()
    client.force_login(who["member"])
    asked = {"amount": "3000000", "evidence": "公司章程（演示）"}
    drafted = client.post(f"{row.get_absolute_url()}share/", asked, follow=True)
    assert "方案已拟定。请核对后登记股权。" in drafted.content.decode()
    plan = row.distributions.get().get_absolute_url()
    assert "已登记股权" not in drafted.content.decode()
    assert acts.offered(client, plan) == ["equity", "drop"]
    act = drafted.context["acts"][0]
    assert act["post"]
    assert client.get(act["url"]).status_code == 302
    done = client.post(act["url"], {"version": act["version"]}, follow=True)
    assert done.context["status"]["word"] == "已登记股权"
    assert acts.offered(client, plan) == ["drop"]
    assert "已登记股权" in client.get(row.get_absolute_url()).content.decode()
    assert client.post(act["url"], {"version": act["version"]}).status_code == 409
