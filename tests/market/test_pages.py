"""Pages: open to whom they belong, what is withheld says so, a constant number of queries."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from qinglan.market.domain.amendment import begin_change
from qinglan.market.domain.listing import edit_listing
from qinglan.market.domain.part import put_part
from qinglan.market.domain.saved import tell_all
from qinglan.market.models import Level, SavedSearch, Technology
from qinglan.market.queries import visible
from qinglan.market.seeing import seen
from tests.market import made

Who = dict[str, Any]
PAGES = (
    "",
    "edit/essentials/",
    "edit/story/",
    "edit/fields/",
    "edit/visibility/",
    "edit/english/",
    "files/",
    "versions/",
)


def browser(user: Any = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("side", ["technologies", "needs"])
def test_the_owner_opens_every_page_of_his_draft_and_a_stranger_none(who: Who, side: str) -> None:
    row = made.technology(who) if side == "technologies" else made.need(who)
    owner, stranger = browser(who["member"]), browser(who["stranger"])
    parts = ("parts/parameter/", "parts/benefit/", "parts/right/", "edit/terms/", "edit/origin/")
    pages = (*PAGES, *(parts if side == "technologies" else ("parts/indicator/", "edit/money/")))
    for page in pages:
        assert owner.get(f"/market/{side}/{row.pk}/{page}").status_code == 200, page
        assert stranger.get(f"/market/{side}/{row.pk}/{page}").status_code == 403, page


def test_a_form_begins_a_draft_and_leads_to_it(who: Who) -> None:
    client = browser(who["member"])
    answer = client.post("/market/technologies/new/", {"title": "新技术", "modes": ["service"], "trl": "5"})
    row = Technology.objects.get()
    assert (answer.status_code, answer["Location"], row.trl, row.owner) == (
        302, f"/market/technologies/{row.pk}/", 5, who["owner"],
    )  # fmt: skip
    page = client.get(answer["Location"]).content.decode()
    assert "提交前还需填写" in page


def test_what_is_withheld_is_told_from_what_is_missing(who: Who) -> None:
    draft = made.technology(who, description="转鼓衬板", price_kind="reserve", price_min=1_000_000)
    row = edit_listing(acting_user=who["member"], listing=draft, visibility={"description": "agreed"})
    public = made.published(who, row)
    everybody = seen(public)
    assert (everybody.level, everybody.withheld["description"], everybody.withheld["contact"]) == (
        Level.PUBLIC, Level.AGREED, Level.MEMBERS,
    )  # fmt: skip
    assert "advantage" in everybody.missing
    assert everybody.withheld["reserve"] == Level.OWNER
    page = browser().get(public.get_absolute_url()).content.decode()
    assert "转鼓衬板" not in page
    assert "已登记，签保密协议后可看" in page
    assert "林某" not in page
    assert "转鼓衬板" in browser(who["member"]).get(public.get_absolute_url()).content.decode()


def test_members_of_verified_organisations_see_the_contact(who: Who) -> None:
    public = made.published(who, made.technology(who))
    other = made.verified(who["officer"], 2)
    made.join(who["stranger"], other)
    assert seen(public, who["stranger"]).shown["contact"] == ["林某 · 023-60000000 · lin@example.org"]


def test_the_twin_of_the_permission_agrees_with_it(who: Who) -> None:
    from qinglan.kernel.permissions import answer

    rows = [
        made.technology(who),
        made.published(who, made.technology(who, title="另一项", problem="另一个问题", effect="另一种效果")),
    ]
    for user in (who["officer"], who["member"], who["stranger"]):
        assert set(visible("technology", user)) == {row for row in rows if answer(user, "market.view", row)}


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(who: Who) -> None:
    counts = []
    for number in (1, 2):
        made.published(
            who,
            made.technology(
                who, title=f"第{number}项", problem=f"问题{number * 77}", effect=f"效果{number * 991}"
            ),
        )
        browser().get("/market/technologies/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser().get("/market/technologies/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_old_form_meets_the_409_page(who: Who) -> None:
    row = made.technology(who)
    edit_listing(acting_user=who["member"], listing=row, values={"summary": "甲"})
    answer = browser(who["member"]).post(
        f"/market/technologies/{row.pk}/edit/story/", {"summary": "乙", "version": str(row.revision - 1)}
    )
    assert answer.status_code == 409


def test_versions_are_compared(who: Who) -> None:
    public = made.published(who, made.technology(who))
    change = begin_change(acting_user=who["member"], listing=public)
    edited = edit_listing(acting_user=who["member"], listing=change, values={"effect": "每吨浆节水 6 吨。"})
    made.published(who, edited)
    page = browser(who["member"]).get(f"{public.get_absolute_url()}versions/?from=1&to=2").content.decode()
    assert "<ins>每吨浆节水 6 吨。</ins>" in page


def test_a_sheet_brings_drafts_in(who: Who, tmp_path: Any) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["来源编号", "权属单位代码", "名称", "技术就绪度", "转化方式"])
    sheet.append(["A1", who["owner"].code, "甲技术", "7", "技术服务；普通许可"])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    client = browser(who["member"])
    with path.open("rb") as file:
        answer = client.post("/sheets/technologies/", {"file": file})
    client.post(answer["Location"] + "apply/")
    row = Technology.objects.get()
    assert (row.title, row.trl, row.modes, row.state) == ("甲技术", 7, ["service", "ordinary"], "draft")


def test_a_search_is_saved_once_and_dropped(who: Who) -> None:
    client = browser(who["stranger"])
    for _again in range(2):
        assert client.post("/market/search/save/", {"address": "what=needs&q=氟"}).status_code == 302
    row = SavedSearch.objects.get()
    assert (row.name, row.user) == ("氟", who["stranger"])
    assert client.get("/market/search/saved/").status_code == 200
    assert browser(who["member"]).post(f"/market/search/saved/{row.pk}/drop/").status_code == 302
    assert SavedSearch.objects.count() == 1
    client.post(f"/market/search/saved/{row.pk}/drop/")
    assert SavedSearch.objects.count() == 0
    assert tell_all() == 0


def test_a_right_of_another_organisation_is_refused(who: Who) -> None:
    from qinglan.kernel.permissions import PermissionRefused
    from qinglan.rights.domain.right import enter_right

    other = made.verified(who["officer"], 2)
    values = {"kind": "secret", "number": "", "title": "配方", "state": "in_force"}
    right = enter_right(acting_user=who["officer"], keeper=other, values=values)
    with pytest.raises(PermissionRefused):
        put_part(
            acting_user=who["member"], listing=made.technology(who), kind="right", values={"right": right}
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides_and_the_other_is_told(transactional_db: None) -> None:
    from qinglan.kernel.conflicts import StaleEdit
    from qinglan.market.domain import gate

    who = made.market()
    row = made.checked_once(who, made.technology(who))
    officers = [who["officer"], made.person("other", "officer")]
    rows = [Technology.objects.select_related("owner", "broker").get(pk=row.pk) for _one in officers]
    start, results = threading.Barrier(2), []

    def decide(number: int) -> None:
        start.wait()
        try:
            gate.publish(
                acting_user=officers[number],
                listing=rows[number],
                points=made.points(row, "second"),
                basis="发布办法",
            )
            results.append("published")
        except StaleEdit:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["published", "told"]
    assert row.steps.filter(step="published").count() == 1
