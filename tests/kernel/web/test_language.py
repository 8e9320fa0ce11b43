"""The language switch keeps the page and trusts no foreign address."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/style/list/?q=%E7%94%B2&page=2", "/style/list/?q=%E7%94%B2&page=2"),
        ("/style/?lang=en&q=", "/style/?q="),
        ("https://elsewhere.invalid/", "/"),
        ("//elsewhere.invalid/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_switch_leads_back(target, address):
    answer = Client().post("/language/", {"language": "en", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert answer.cookies["qinglan_language"].value == "en"


def test_an_unknown_language_is_not_remembered():
    answer = Client().post("/language/", {"language": "fr", "next": "/style/"})
    assert "qinglan_language" not in answer.cookies


def test_only_a_post_changes_the_language():
    assert Client().get("/language/").status_code == 405


def test_the_choice_holds_on_the_next_page():
    client = Client()
    client.post("/language/", {"language": "en"})
    assert '<html lang="en">' in client.get("/style/").content.decode()
    client.post("/language/", {"language": "zh-hans"})
    assert '<html lang="zh-Hans-CN">' in client.get("/style/").content.decode()
