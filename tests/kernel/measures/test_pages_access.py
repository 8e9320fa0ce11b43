"""Every address in every role."""

from datetime import date
from typing import Any

import pytest

from qinglan.kernel.measures.urls import urlpatterns
from tests.kernel.measures.city import PACK, entry, figure
from tests.kernel.measures.people import client, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(city: Any, officer: Any) -> dict[str, str]:
    """One address of each page, by its name."""
    one = figure(officer, "projects", 2024, "3")
    item = entry(officer, "green", "Firm A", date(2024, 1, 1))
    return {
        "list": "/measures/",
        "figures": "/figures/",
        "report": "/figures/report/",
        "report-for": f"/figures/report/{PACK}/output/2025/",
        "enter": "/figures/enter/",
        "enter-for": f"/figures/enter/{PACK}/green/2025-03-01/",
        "figure": f"/figures/{one.pk}/",
        "correct": f"/figures/{one.pk}/correct/",
        "withdraw-figure": f"/figures/{one.pk}/withdraw/",
        "entry": f"/figures/entries/{item.pk}/",
        "end": f"/figures/entries/{item.pk}/end/",
        "withdraw-entry": f"/figures/entries/{item.pk}/withdraw/",
    }


def test_every_page_is_tried(addresses: dict[str, str]) -> None:
    assert sorted(addresses) == sorted(pattern.name or "" for pattern in urlpatterns)


def test_officers_open_every_page(addresses: dict[str, str], officer: Any) -> None:
    for language in ("zh-hans", "en"):
        browser = client(officer, language)
        assert {name: browser.get(path).status_code for name, path in addresses.items()} == dict.fromkeys(
            addresses, 200
        )


def test_strangers_see_the_measures_alone_and_are_told_to_log_in(addresses: dict[str, str]) -> None:
    browser = client()
    answers = {name: browser.get(path) for name, path in addresses.items()}
    expected = dict.fromkeys(addresses, 403) | {"list": 200}
    assert {name: answer.status_code for name, answer in answers.items()} == expected
    for name, answer in answers.items():
        if name != "list":
            assert "Only an officer may report figures. Log in with an officer&#x27;s account." in text(
                answer
            )
            assert f"?next={addresses[name]}" in text(answer)


def test_administrators_keep_the_system_and_report_nothing(
    addresses: dict[str, str], administrator: Any
) -> None:
    browser = client(administrator)
    expected = dict.fromkeys(addresses, 403) | {"list": 200}
    assert {name: browser.get(path).status_code for name, path in addresses.items()} == expected
    del expected["list"]
    posted = {name: browser.post(addresses[name]).status_code for name in expected if name not in READ_ONLY}
    assert posted == {name: 403 for name in expected if name not in READ_ONLY}


READ_ONLY = ("figures", "figure", "entry")


@pytest.mark.parametrize(
    "path",
    [
        "/figures/999999/",
        "/figures/99999999999999999999999/",
        "/figures/entries/999999/end/",
        f"/figures/report/{PACK}/nothing/2025/",
        f"/figures/report/{PACK}/green/2025/",
        f"/figures/report/{PACK}/output/2999/",
        f"/figures/report/{PACK}/output/1200/",
        f"/figures/enter/{PACK}/output/2025-01-01/",
        f"/figures/enter/{PACK}/green/2025-02-30/",
        f"/figures/enter/{PACK}/green/2999-01-01/",
        f"/figures/enter/{PACK}/green/yesterday/",
    ],
)
def test_what_is_not_there_is_not_found(city: Any, officer: Any, path: str) -> None:
    assert client(officer).get(path).status_code == 404
