"""What each reader finds beside what everybody may: nothing that its own page would refuse him."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.documents.domain.paper import draft_paper
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.own_templates import TRIAL
from qinglan.kernel.search.domain.storing import rebuild
from qinglan.kernel.todos.addressee import to_role
from qinglan.kernel.todos.domain.todo import Subject, open_todo
from qinglan.parties.models import Broker, Expert
from qinglan.plans.domain.pack import load_plan
from qinglan.portal.templatetags.found import marked
from qinglan.portal.views.search import found_by
from tests.kernel.documents import samples
from tests.kernel.todos.kinds import CHECK
from tests.parties.organisations.made import preloaded, verified
from tests.plans import sample
from tests.support.people import assign, join, person

pytestmark = pytest.mark.django_db
WORD = "青川"


@pytest.fixture
def site(db: None, tmp_path: Path, settings: Any) -> dict[str, Any]:
    """Something of each kind with `WORD` in it, and a reader of each sort."""
    from qinglan.parties.domain.account import system_user

    settings.MEDIA_ROOT = tmp_path / "files"
    city = sample.make_city()
    Territory.objects.create(
        code="990101", name_zh="东区", name_en="East", pinyin="east", kind="division", parent=city
    )
    load_plan(acting_user=system_user(), pack=sample.pack(tmp_path), path=sample.write_plan(tmp_path))
    rebuild()
    officer = person("officer", "officer")
    sample.take_in_plan(officer, city)
    shown = verified(officer, 1)
    hidden = preloaded(officer, 2)
    draft_paper(acting_user=officer, content=samples.paper(title=f"关于{WORD}的通知"), subject="x:1")
    member, other = person("member"), person("other")
    join(member, hidden, "administrator")
    district = person("district")
    assign(district, "officer", territory=city)
    for reader in (officer, member):
        send_message(acting_user=officer, recipients=[reader], template=TRIAL, values={}, url="/")
    subject = Subject("tests.thing", 1, f"{WORD}第二", hidden.get_absolute_url())
    open_todo(acting_user=officer, kind=CHECK, subject=subject, to=to_role("officer"))
    return {
        "stranger": None,
        "nobody": other,
        "member": member,
        "officer": officer,
        "district": district,
        "administrator": person("administrator", "administrator"),
        "security": person("security", "security"),
        "auditor": person("auditor", "auditor"),
        "shown": shown,
        "hidden": hidden,
    }


READERS = ("stranger", "nobody", "member", "officer", "district", "administrator", "security", "auditor")


def names(reader: Any, *words: str) -> dict[str, list[str]]:
    from django.contrib.auth.models import AnonymousUser

    return {
        section.name: [hit.title for hit in section.hits]
        for section in found_by(reader or AnonymousUser(), list(words))
    }


def test_each_reader_finds_what_is_open_to_him(site: dict[str, Any]) -> None:
    shown, hidden = site["shown"].name, site["hidden"].name
    everybody = {"organisations": [shown]}
    found = {reader: names(site[reader], WORD) for reader in READERS}
    officers = found.pop("officer")
    assert officers["organisations"] == [shown, hidden]
    assert officers["papers"] == [f"关于{WORD}的通知"]
    assert sorted(title.split("：")[-1] for title in officers["todos"]) == [
        f"关于{WORD}的通知",
        f"{WORD}第二",
    ]
    assert found == {
        "stranger": everybody,
        "nobody": everybody,
        "member": {"organisations": [shown, hidden]},
        "district": everybody,
        "administrator": everybody,
        "security": everybody,
        "auditor": everybody,
    }
    assert "accounts" in names(site["security"], "officer")
    assert "accounts" not in names(site["officer"], "officer")
    assert names(site["member"], "测试消息").get("messages") == ["一条测试消息"]
    assert names(site["nobody"], "测试消息") == {}


@pytest.mark.parametrize("reader", READERS)
def test_the_page_of_every_hit_is_open_to_whoever_found_it(site: dict[str, Any], reader: str) -> None:
    client = Client()
    if site[reader] is not None:
        client.force_login(site[reader])
    found = [
        hit
        for words in ([WORD], ["officer"], ["测试消息"], ["绿色技术"], ["指标"], ["deals"])
        for section in found_by(client.get("/search/").wsgi_request.user, words)
        for hit in section.hits
    ]
    assert len(found) > 5
    assert {hit.url: client.get(hit.url.partition("#")[0]).status_code for hit in found} == {
        hit.url: 200 for hit in found
    }


def test_names_are_found_by_pinyin_without_tones(site: dict[str, Any]) -> None:
    assert [names(None, word).get("organisations") for word in ("qingchuan", "QingC", "chuan", "q")] == [
        [site["shown"].name],
        [site["shown"].name],
        None,
        None,
    ]


def test_experts_and_brokers_are_found_where_their_lists_show_them(site: dict[str, Any]) -> None:
    assert (Expert.objects.count(), Broker.objects.count()) == (0, 0)
    assert "experts" not in names(site["officer"], "李")


def test_the_page_groups_marks_and_says_what_was_searched(site: dict[str, Any]) -> None:
    client = Client()
    client.cookies["qinglan_language"] = "en"
    page = client.get("/search/", {"q": WORD}).content.decode()
    assert f"<mark>{WORD}</mark>" in page
    assert re.search(r'<h2 id="found-organisations">Organisations</h2>', page)
    nothing = client.get("/search/", {"q": "没有的词"}).content.decode()
    assert "Plans; Targets; Rules of plans; Articles; Indicators; Organisations; Experts; Brokers." in nothing
    only = client.get("/search/", {"q": WORD, "kind": "organisations"}).content.decode()
    assert "All kinds" in only


def test_marks_hold_nothing_of_a_reader(site: dict[str, Any]) -> None:
    assert (
        str(marked("a<b>c & A", ["<B>", "a"])) == "<mark>a</mark><mark>&lt;b&gt;</mark>c &amp; <mark>A</mark>"
    )


def test_more_hits_cost_no_more_queries(site: dict[str, Any]) -> None:
    client = Client()
    client.force_login(site["officer"])

    def cost() -> int:
        client.get("/search/", {"q": WORD})
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/", {"q": WORD}).status_code == 200
        return len(asked)

    few = cost()
    for number in range(10, 16):
        verified(site["officer"], number)
        draft_paper(
            acting_user=site["officer"], content=samples.paper(title=f"{WORD}{number}"), subject="x:1"
        )
    assert cost() == few
