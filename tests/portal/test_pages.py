"""The first page, the desk, and logging in."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qinglan.plans.domain.pack import load_plan
from tests.plans import sample

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-for-tests"


@pytest.fixture
def english() -> Client:
    client = Client()
    client.cookies["qinglan_language"] = "en"
    return client


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_site_without_plans_says_what_comes_next(english: Client) -> None:
    for page in ("/", "/plans/"):
        assert "No plan has been published yet" in text(english.get(page))


def test_the_first_page_shows_how_each_published_plan_stands(english: Client, tmp_path: Path) -> None:
    from qinglan.parties.domain.account import system_user

    city = sample.make_city()
    load_plan(acting_user=system_user(), pack=sample.pack(tmp_path), path=sample.write_plan(tmp_path))
    sample.take_in_plan(sample.person("officer", "officer"), city)
    page = text(english.get("/"))
    assert "0 of 3 targets are reached. For 3 there is no figure yet." in page
    assert "青禾市方案" not in page  # It is still being confirmed.


def test_logging_in_leads_to_where_one_was_going_and_never_to_another_site(english: Client) -> None:
    user = sample.person("officer", "officer")
    user.set_password(PASSWORD)
    user.is_demonstration = True  # logs in without a second factor
    user.save()
    sent = {"username": "officer", "password": PASSWORD}
    leads = {}
    for following in (
        "/plans/new/",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "",
        "javascript:alert(1)",
    ):
        leads[following] = english.post("/account/login/", {**sent, "next": following})["Location"]
        english.logout()
        english.cookies["qinglan_language"] = "en"
    assert leads == {
        "/plans/new/": "/plans/new/",
        "https://elsewhere.example/": "/desk/",
        "//elsewhere.example": "/desk/",
        "": "/desk/",
        "javascript:alert(1)": "/desk/",
    }


def test_a_wrong_password_is_told_without_saying_which_half_is_wrong(english: Client) -> None:
    sample.person("officer", "officer")
    said = set()
    for name in ("officer", "nobody"):
        response = english.post("/account/login/", {"username": name, "password": "wrong-password"})
        said.add("The user name or the password is wrong." in text(response))
    assert said == {True}


def test_logging_out_takes_a_press_of_a_button(english: Client) -> None:
    english.force_login(sample.person("officer", "officer"))
    assert english.get("/account/logout/").status_code == 405
    assert english.post("/account/logout/")["Location"] == "/"
    assert english.get("/desk/").status_code == 302
