"""The registry of menu entries."""

import pytest
from django.urls import reverse

from qinglan.kernel.web import navigation
from qinglan.kernel.web.navigation import Fold, Link


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_groups", {})
    monkeypatch.setattr(navigation, "_search", [])


def test_links_are_ordered_filtered_and_one_is_current():
    navigation.register("web:status", "Status", order=2, visible=lambda user: user == "officer")
    navigation.register("web:style", "Style", order=1)
    navigation.register("web:nowhere", "Nowhere", order=0)
    navigation.register("web:healthz", "Health", place="footer")
    assert navigation.links("officer", "/style/list/") == [
        Link("Style", "/style/", True),
        Link("Status", "/status/", False),
    ]
    assert navigation.links(None, "/") == [Link("Style", "/style/", False)]
    assert navigation.links(None, "/", "footer") == [Link("Health", "/healthz", False)]


def test_a_second_registration_replaces_the_first():
    navigation.register("web:style", "Old")
    navigation.register("web:style", "New")
    assert [link.label for link in navigation.links(None, "/")] == ["New"]


def test_the_search_box_is_there_when_a_page_answers_it():
    assert navigation.search_box() is None
    navigation.register_search("web:nowhere", "Search")
    assert navigation.search_box() is None
    navigation.register_search("web:style", "Search")
    assert navigation.search_box() == ("/style/", "Search")


def test_links_of_a_group_fold_out_of_it_where_the_reader_sees_two():
    navigation.register_group("state", "State", order=2)
    navigation.register("web:style", "Style", order=1)
    navigation.register("web:status", "Status", order=9, group="state")
    navigation.register(
        "web:healthz", "Health", order=8, group="state", visible=lambda user: user == "officer"
    )
    navigation.register("web:clock", "Clock", order=3, group="nowhere")
    clock = Link("Clock", reverse("web:clock"), False)
    style, status = Link("Style", "/style/", False), Link("Status", "/status/", True)
    assert navigation.menu("officer", "/status/") == [
        style,
        Fold("State", (Link("Health", "/healthz", False), status)),
        clock,
    ]
    assert navigation.menu("officer", "/status/")[1].current
    assert not navigation.menu("officer", "/style/")[1].current
    assert navigation.menu(None, "/status/") == [style, status, clock]
