"""The pages of the tax aids, for a reader without an account."""

import pytest
from django.test import Client

from qinglan.contracts.views.aids import AIDS

pytestmark = pytest.mark.django_db
REWARD = {
    "reward": "600000", "month": "6", "salary": "20000", "social": "2000", "additional": "2000", "other": "0",
    "paid_on": "2026-06-30", "received_on": "2026-05-11", "mode": "transfer", "unit_qualifies": "yes",
    "kind_qualifies": "yes", "is_contributor": "yes", "was_noticed": "yes", "is_registered": "yes", "kept_apart": "yes",
}  # fmt: skip


def test_every_aid_is_listed_and_opens() -> None:
    listed = Client().get("/contracts/aids/").content.decode()
    for slug in AIDS:
        assert f"/contracts/aids/{slug}/" in listed
        assert Client().get(f"/contracts/aids/{slug}/").status_code == 200
    assert Client().get("/contracts/aids/nothing/").status_code == 404


def test_a_reward_is_reckoned_line_by_line() -> None:
    page = Client().post("/contracts/aids/reward/", REWARD).content.decode()
    for amount in ("56,600", "2,750", "76,680", "170,280", "10,680", "93,600"):
        assert amount in page
    assert "符合条件" in page
    assert "财税〔2018〕58号" in page


TRANSFER = {
    "day": "2026-03-02", "income": "12000000", "costs": "3000000", "taxes": "200000", "mode": "transfer",
    "is_registered": "yes", "is_related": "no",
}  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "values", "silent", "relieved"),
    [
        ("reward", REWARD, "was_noticed", "56,600"),
        ("reward", REWARD, "kind_qualifies", "56,600"),
        ("transfer", TRANSFER, "is_registered", "475,000"),
        ("transfer", TRANSFER, "is_related", "475,000"),
    ],
)
def test_what_was_not_said_stays_unknown_and_nothing_is_relieved(
    slug: str, values: dict[str, str], silent: str, relieved: str
) -> None:
    assert relieved in Client().post(f"/contracts/aids/{slug}/", values).content.decode()
    page = Client().post(f"/contracts/aids/{slug}/", {**values, silent: ""}).content.decode()
    assert "尚不能判断" in page
    assert "未填写" in page
    assert relieved not in page


@pytest.mark.parametrize(
    ("slug", "values", "words"),
    [
        ("transfer", TRANSFER, "475,000"),
        ("stamp", {"day": "2026-03-02", "price": "2000000"}, "600"),
        ("vat", {"day": "2026-03-02", "kind": "service", "belongs_to_exempt": "no"}, "有条件不符合"),
        ("vat", {"day": "2026-03-02", "kind": "transfer", "is_written": "yes", "has_opinion": "yes"}, "符合条件"),
        ("vat", {"day": "2028-03-02", "kind": "transfer", "is_written": "yes", "has_opinion": "yes"}, "尚不能判断"),
        ("shares", {"day": "2026-03-02", "is_resident": "yes", "only_shares": "yes", "is_filed": "yes"}, "符合条件"),
        ("stamp", {"day": "2026-03-02", "price": "many"}, "<h1>"),
    ],
)  # fmt: skip
def test_each_aid_answers(slug: str, values: dict[str, str], words: str) -> None:
    answer = Client().post(f"/contracts/aids/{slug}/", values)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_month_and_days_that_do_not_fit_together_are_said_beside_their_field() -> None:
    answer = Client().post("/contracts/aids/reward/", REWARD | {"month": "5", "received_on": "2026-07-01"})
    assert answer.context["form"].errors == {
        "month": ["发放日期在6月，与所填月份不一致。"], "received_on": ["到账日期晚于发放日期。"],
    }  # fmt: skip
    assert "56,600" not in answer.content.decode()
