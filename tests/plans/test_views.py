"""Pages of plans: with and without scripts, stale, refused, and how much they ask of the database."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qinglan.plans.domain.pack import load_plan
from qinglan.plans.models import Quantity, Version
from tests.plans import sample

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}
BENCH = f"/plans/{sample.ADDRESS}/versions/1/reading/"


@pytest.fixture
def browser_of(people: dict[str, Any]) -> Any:
    def browser(who: str) -> Client:
        client = Client()
        client.cookies["qinglan_language"] = "en"
        if who != "stranger":
            client.force_login(people[who])
        return client

    return browser


@pytest.fixture
def client(browser_of: Any) -> Client:
    """An officer's browser, in English."""
    return browser_of("officer")  # type: ignore[no-any-return]


@pytest.fixture
def target(version: Version) -> Quantity:
    return version.quantities.get(slug="target-1")


def address(name: str, *arguments: Any) -> str:
    return reverse(f"plans:{name}", args=arguments)


def text(response: Any) -> str:
    """What stands on a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_confirming_without_scripts_leads_back_to_the_item(client: Client, target: Quantity) -> None:
    response = client.post(address("confirm-item", target.pk), {"version": 0})
    assert (response.status_code, response["Location"]) == (302, f"{BENCH}#item-target-1")
    target.refresh_from_db()
    assert target.decision == "confirmed"


def test_confirming_by_script_answers_the_item_and_the_state(client: Client, target: Quantity) -> None:
    response = client.post(address("confirm-item", target.pk), {"version": 0}, headers=SCRIPT)
    page = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r' id="([a-z0-9-]+)"', page) == ["item-target-1", "reading-state", "why-not"]
    assert "7 items are still to be decided" in page
    assert "<html" not in page


def test_a_stale_click_shows_the_item_as_it_stands_with_409(client: Client, target: Quantity) -> None:
    client.post(address("drop-item", target.pk), {"version": 0})
    response = client.post(address("confirm-item", target.pk), {"version": 0}, headers=SCRIPT)
    assert response.status_code == 409
    assert "Somebody decided on this meanwhile" in text(response)
    assert 'name="version" value="1"' in response.content.decode()
    without_script = client.post(address("confirm-item", target.pk), {"version": 0})
    assert without_script.status_code == 409
    assert f'href="{BENCH}#item-target-1"' in without_script.content.decode()
    target.refresh_from_db()
    assert target.decision == "dropped"


@pytest.mark.parametrize(
    "sent", [{}, {"version": ""}, {"version": "x"}, {"version": "-1"}, {"version": "9" * 30}]
)
def test_a_click_that_does_not_say_what_it_saw_is_stale(
    client: Client, target: Quantity, sent: dict[str, str]
) -> None:
    assert client.post(address("confirm-item", target.pk), sent).status_code == 409


def test_a_script_is_sent_to_the_bench_when_the_version_is_closed(
    client: Client, target: Quantity, version: Version, officer: Any
) -> None:
    sample.publish(officer, version)
    response = client.post(address("drop-item", target.pk), {"version": 1}, headers=SCRIPT)
    assert (response.status_code, response["HX-Redirect"]) == (200, BENCH)
    plan_page = f"/plans/{sample.ADDRESS}/?version=1"
    followed = client.get(BENCH, follow=True)
    assert followed.redirect_chain == [(plan_page, 302)]


def test_who_is_logged_out_meanwhile_logs_in_and_finds_his_place(browser_of: Any, target: Quantity) -> None:
    stranger = browser_of("stranger")
    where = f"/account/login/?next={BENCH}%23item-target-1"
    by_script = stranger.post(address("confirm-item", target.pk), {"version": 0}, headers=SCRIPT)
    by_form = stranger.post(address("confirm-item", target.pk), {"version": 0})
    assert (by_script["HX-Redirect"], by_form["Location"]) == (where, where)
    target.refresh_from_db()
    assert target.decision == "proposed"


def correction(**changes: Any) -> dict[str, Any]:
    said = {
        "kind": "target",
        "quote": "培育绿色技术创新企业30家",
        "indicator": "绿色技术创新企业",
        "action": "",
        "comparator": "ge",
        "value": "31",
        "upper": "",
        "unit": "家",
        "per": "",
        "deadline": "2028",
        "strength": "firm",
        "version": "0",
    }
    return said | changes


def test_a_first_correction_is_saved(client: Client, target: Quantity) -> None:
    response = client.post(address("correct-item", target.pk), correction())
    assert (response.status_code, response["Location"]) == (302, f"{BENCH}#item-target-1")
    target.refresh_from_db()
    assert (target.value, target.decision, target.revision) == (31, "corrected", 1)


def test_a_stale_correction_shows_both_and_can_be_sent_again(client: Client, target: Quantity) -> None:
    where = address("correct-item", target.pk)
    client.post(where, correction())
    stale = client.post(where, correction(value="32"))
    assert stale.status_code == 409
    assert re.findall(r'<td data-label="[^"]+">([^<]*)</td>', stale.content.decode()) == [
        "—",
        "corrected",
        "32",
        "31",
    ]
    again = client.post(where, correction(value="32", version="1", look_again="1"))
    assert again.status_code == 200
    assert 'name="version" value="1"' in again.content.decode()
    assert client.post(where, correction(value="32", version="1")).status_code == 302
    target.refresh_from_db()
    assert (target.value, target.revision) == (32, 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quote": "不在文中"}, "The article does not contain these words."),
        ({"deadline": "soon"}, "Write the deadline as a year or a date"),
        ({"value": "viele"}, "Enter a number."),
        ({"value": "-1"}, "greater than or equal to 0"),
        ({"value": "9" * 40}, "no more than 20 digits"),
        ({"comparator": "range"}, "A range has a lower and an upper value"),
        ({"quote": "x" * 301}, "at most 300 characters"),
        ({"kind": "wish"}, "Select a valid choice."),
    ],
)
def test_errors_are_told_beside_the_field_with_422(
    client: Client, target: Quantity, changes: dict[str, str], words: str
) -> None:
    for where in (address("correct-item", target.pk), address("add-item", sample.ADDRESS, 1, 1)):
        response = client.post(where, correction(**changes))
        assert response.status_code == 422
        assert words in text(response)
        assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file, or paste the text below."),
        ({"text": "今天天气很好。"}, "No plan was found in this document"),
        ({"text": sample.TEXT, "slug": "new"}, "This address is taken by a page of the system."),
        ({"text": sample.TEXT, "slug": sample.ADDRESS}, "A plan with this address exists already."),
        ({"text": sample.TEXT, "territory": ""}, "Say for which territory the new plan is."),
        ({"text": sample.TEXT, "plan": "999"}, "Select a valid choice."),
        ({"text": sample.TEXT, "base_year": "1"}, "greater than or equal to 1990"),
    ],
)
def test_a_document_that_cannot_be_taken_in_is_refused_with_the_reason(
    client: Client, version: Version, sent: dict[str, str], words: str
) -> None:
    response = client.post("/plans/new/", {"territory": sample.CITY, "stage": "final", "slug": "x", **sent})
    assert (response.status_code, words in text(response)) == (422, True)
    assert Version.objects.count() == 1


def test_a_pasted_plan_is_read_and_leads_to_the_bench(client: Client, city: Any) -> None:
    response = client.post("/plans/new/", {"text": sample.TEXT, "territory": sample.CITY, "stage": "final"})
    assert (response.status_code, response["Location"]) == (302, "/plans/plan-990000-1/versions/1/reading/")


def test_publishing_too_early_says_what_is_missing(client: Client, version: Version) -> None:
    response = client.post(address("publish", sample.ADDRESS, 1), {"version": 0}, follow=True)
    assert response.redirect_chain == [(BENCH, 302)]
    assert "8 items are still to be decided" in text(response)


def test_publishing_and_withdrawing(client: Client, browser_of: Any, version: Version, officer: Any) -> None:
    stranger = browser_of("stranger")
    page = f"/plans/{sample.ADDRESS}/"
    sample.decide_all(officer, version)
    assert stranger.get(page).status_code == 404
    checks = {
        f"{kind}_{part}": value
        for kind in ("secrecy", "publication")
        for part, value in (("by", "甲（演示）"), ("on", "2026-09-28"), ("basis", "form 1"))
    }
    answer = client.post(address("publish", sample.ADDRESS, 1), {"version": 0, **checks})
    assert answer["Location"] == page
    assert stranger.get(page).status_code == 200
    withdraw = address("withdraw", sample.ADDRESS, 1)
    assert client.post(withdraw, {"version": 1, "reason": " "}).status_code == 422
    assert client.post(withdraw, {"version": 0, "reason": "wrong"}).status_code == 409
    assert client.post(withdraw, {"version": 1, "reason": "wrong"})["Location"] == f"{page}?version=1"
    found = stranger.get(f"{page}?version=1")
    assert (found.status_code, "This version was withdrawn. wrong" in text(found)) == (200, True)
    assert sample.ADDRESS not in stranger.get("/plans/").content.decode()


def test_a_version_is_reached_by_its_number_only(browser_of: Any, version: Version, officer: Any) -> None:
    sample.publish(officer, version)
    client = browser_of("stranger")
    page = f"/plans/{sample.ADDRESS}/"
    answers = {
        value: client.get(f"{page}?version={value}").status_code
        for value in ("1", "2", "0", "zzz", "-1", "9" * 20)
    }
    assert answers == {"1": 200, "2": 404, "0": 404, "zzz": 404, "-1": 404, "9" * 20: 404}


@pytest.mark.parametrize("on", ["x", "2026-13-01", "0001-01-01", "9999-12-31", "2024-12-31", ""])
def test_a_target_can_be_asked_for_any_day(
    browser_of: Any, people: dict[str, Any], city: Any, tmp_path: Path, on: str
) -> None:
    load_plan(acting_user=people["system"], pack=sample.pack(tmp_path), path=sample.write_plan(tmp_path))
    client = browser_of("stranger")
    for key in ("on", "known"):
        assert client.get(address("target", sample.SLUG, "growth"), {key: on}).status_code == 200


def load_packs(directory: Path, count: int, system: Any) -> None:
    """The sample plan under so many addresses."""
    for number in range(count):
        path = sample.write_plan(directory, sample.changed(slug=f"plan-{number}"))
        load_plan(acting_user=system, pack=sample.pack(directory), path=path)


COUNTS = {
    "/": 6,
    "/plans/": 6,
    "/plans/cn-990000-qinghe-plan-0/": 11,
    "/plans/cn-990000-qinghe-plan-0/articles/1/": 13,
    "/plans/cn-990000-qinghe-plan-0/targets/growth/": 5,
}
"""Queries of a page for a stranger: the plan and its versions, its targets, then the indicators, the
figures, the entries and the territories behind them, and the day."""


def test_pages_ask_the_same_of_the_database_for_one_plan_and_for_three(
    browser_of: Any, people: dict[str, Any], city: Any, tmp_path: Path
) -> None:
    client = browser_of("stranger")
    load_packs(tmp_path, 1, people["system"])
    for page in COUNTS:
        client.get(page)  # What is cached for good is cached now.
    one = {page: _queries(client, page) for page in COUNTS}
    load_packs(tmp_path, 3, people["system"])
    three = {page: _queries(client, page) for page in COUNTS}
    assert one == three
    assert three == COUNTS


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_desk_and_the_bench_ask_the_same_for_more(
    client: Client, people: dict[str, Any], officer: Any, city: Any, tmp_path: Path
) -> None:
    sample.take_in_plan(officer, city)
    load_packs(tmp_path, 1, people["system"])
    pages = ("/desk/", BENCH)
    for page in pages:
        client.get(page)
    one = {page: _queries(client, page) for page in pages}
    load_packs(tmp_path, 3, people["system"])
    sample.take_in_plan(officer, city, sample.OTHER_TEXT)
    Quantity.objects.filter(version__plan__slug=sample.ADDRESS).update(unit="户")
    assert {page: _queries(client, page) for page in pages} == one
