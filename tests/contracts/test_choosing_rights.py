"""Rights are chosen by searching: a page of constant size and number of queries, nothing typed is lost on the way."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.contracts.models import Contract, Invention
from qinglan.kernel import clock
from qinglan.kernel.codes.patents import check_digit
from qinglan.rights.models import Right
from tests.contracts import made
from tests.contracts.sharing import made as shared

pytestmark = pytest.mark.django_db
NEW = "/contracts/new/"


def ledger(keeper: Any, user: Any, count: int) -> list[Right]:
    """So many patents of an organisation, entered at once."""
    rows = []
    for step in range(count):
        digits = f"20211{step:07d}"
        rows.append(
            Right(
                keeper=keeper, kind="invention", state="in_force", number=f"ZL{digits}.{check_digit(digits)}",
                title=f"一种净水装置第{step}号（演示）", created_at=clock.now(), created_by=user,
            )
        )  # fmt: skip
    return Right.objects.bulk_create(rows)


@pytest.fixture
def who() -> dict[str, Any]:
    return made.parties()


@pytest.fixture
def office(who: dict[str, Any], client: Client) -> Client:
    client.force_login(who["member"])
    return client


def boxes(page: str) -> tuple[list[int], list[int]]:
    """The keys of the boxes that are ticked, and of those that are not."""
    found = re.findall(r'<input[^>]*type="checkbox"[^>]*name="rights" value="(\d+)"( checked)?', page)
    return [int(key) for key, on in found if on], [int(key) for key, on in found if not on]


def typed(who: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "keeper": who["owner"].pk, "side": "seller", "title": "净水装置普通许可（演示）", "kind": "licence/ordinary",
        "payment_mode": "once", "pricing_way": "agreed", "name": made.OUTSIDE.name, "code": made.OUTSIDE.code,
        "country": "中国", "amount": "500000.00",
        "rights-sought": "", "rights-shown": "10", "rights-search": "",
    } | more  # fmt: skip


def test_a_short_ledger_stands_whole_without_a_search_box(who: dict[str, Any], office: Client) -> None:
    rows = ledger(who["owner"], who["member"], 3)
    page = office.get(NEW).content.decode()
    assert boxes(page) == ([], [one.pk for one in rows])
    assert 'name="rights-search"' not in page


def test_a_long_ledger_costs_no_more_queries_than_a_short_one(who: dict[str, Any], office: Client) -> None:
    def queries() -> tuple[int, int]:
        office.get(NEW)
        with CaptureQueriesContext(connection) as asked:
            page = office.get(NEW).content.decode()
        return len(asked), len(page)

    ledger(who["owner"], who["member"], 11)
    short = queries()
    Right.objects.all().delete()
    ledger(who["owner"], who["member"], 5000)
    long = queries()
    assert long[0] == short[0]
    assert abs(long[1] - short[1]) < 200
    page = office.get(NEW).content.decode()
    assert len(boxes(page)[1]) == 10
    assert "共 5000 项，显示 10 项" in page


def test_searching_does_nothing_and_keeps_what_was_typed(who: dict[str, Any], office: Client) -> None:
    rows = ledger(who["owner"], who["member"], 59)
    sent = typed(who, rights=[rows[0].pk], **{"rights-search": "第5", "rights-find": "1"})
    page = office.post(NEW, sent).content.decode()
    assert boxes(page) == ([rows[0].pk], [rows[5].pk, *(one.pk for one in rows[50:])])
    assert 'value="净水装置普通许可（演示）"' in page
    assert "q-error" not in page
    assert not Contract.objects.filter(title="净水装置普通许可（演示）").exists()


def test_enter_in_the_search_box_searches_and_never_sends(who: dict[str, Any], office: Client) -> None:
    rows = ledger(who["owner"], who["member"], 60)
    number = rows[7].number
    for text in (number, f"CN{number[2:]}", number.lower(), f" {number[2:14]} 净水 "):
        page = office.post(NEW, typed(who, **{"rights-search": text})).content.decode()
        assert boxes(page) == ([], [rows[7].pk])
    nothing = office.post(NEW, typed(who, **{"rights-search": "没有这项"})).content.decode()
    assert "没有找到更多含“没有这项”的条目" in nothing
    assert not Contract.objects.filter(title="净水装置普通许可（演示）").exists()


def test_more_are_shown_by_a_press_with_those_chosen_on_top(who: dict[str, Any], office: Client) -> None:
    rows = ledger(who["owner"], who["member"], 60)
    chosen = [rows[3].pk, rows[59].pk]
    page = office.post(NEW, typed(who, rights=chosen, **{"rights-more": "40"})).content.decode()
    on, off = boxes(page)
    assert (on, len(off)) == (chosen, 40)
    assert 'name="rights-more" value="50"' in page
    assert "已选 2 项" in page


def test_what_was_chosen_beyond_the_page_is_kept_by_the_contract(who: dict[str, Any], office: Client) -> None:
    rows = ledger(who["owner"], who["member"], 60)
    sent = typed(who, rights=[rows[2].pk, rows[58].pk], **{"rights-search": "第58", "rights-sought": "第58"})
    answer = office.post(NEW, sent)
    contract = Contract.objects.get(title="净水装置普通许可（演示）")
    assert answer["Location"] == contract.get_absolute_url()
    assert set(contract.rights.values_list("pk", flat=True)) == {rows[2].pk, rows[58].pk}
    edit = office.get(f"{contract.get_absolute_url()}edit/").content.decode()
    assert boxes(edit)[0] == [rows[2].pk, rows[58].pk]


def test_a_right_of_another_ledger_is_neither_offered_nor_taken(who: dict[str, Any], office: Client) -> None:
    ledger(who["owner"], who["member"], 2)
    stranger = Right.objects.create(
        keeper=who["buyer_unit"], kind="secret", state="in_force", title="他人的技术秘密（演示）",
        created_at=clock.now(), created_by=who["buyer"],
    )  # fmt: skip
    for sent in ({"rights": [stranger.pk]}, {"rights": ["abc"]}):
        page = office.post(NEW, typed(who, **sent))
        assert page.status_code == 200
        assert "rights" in page.context["form"].errors
        assert boxes(page.content.decode())[0] == []
    assert "他人的技术秘密" not in office.get(NEW).content.decode()
    assert not Contract.objects.filter(title="净水装置普通许可（演示）").exists()


def test_a_bad_number_of_rows_is_taken_for_none(who: dict[str, Any], office: Client) -> None:
    ledger(who["owner"], who["member"], 30)
    for more in ("-1", "²", "999999999", "x"):
        page = office.post(NEW, typed(who, **{"rights-more": more})).content.decode()
        assert len(boxes(page)[1]) == 10
    assert len(boxes(office.post(NEW, typed(who, **{"rights-more": "9999"})).content.decode())[1]) == 30


def test_disclosures_choose_their_rights_in_the_same_way(client: Client) -> None:
    who = shared.people()
    rows = ledger(who["owner"], who["member"], 30)
    client.force_login(who["member"])
    url = "/contracts/income/inventions/new/"
    assert len(boxes(client.get(url).content.decode())[1]) == 10
    sent = {
        "unit": who["owner"].pk, "title": "净水方法（演示）", "kind": "patent", "completed_on": "2025-01-10",
        "rights": [rows[29].pk], "rights-search": "第2", "rights-sought": "", "rights-shown": "10",
    }  # fmt: skip
    assert boxes(client.post(url, sent).content.decode())[0] == [rows[29].pk]
    assert not Invention.objects.filter(title="净水方法（演示）").exists()
    client.post(url, sent | {"rights-sought": "第2"})
    made_ = Invention.objects.get(title="净水方法（演示）")
    assert list(made_.rights.all()) == [rows[29]]
