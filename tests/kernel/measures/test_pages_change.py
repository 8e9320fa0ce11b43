"""Correcting, withdrawing and ending on the pages; what a stale edit shows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel.conflicts import Difference
from qinglan.kernel.measures.domain.entry import end_item
from qinglan.kernel.measures.domain.figure import correct_figure, withdraw_figure
from qinglan.kernel.measures.models import Entry, Figure
from tests.kernel.measures.city import PACK, entry, figure, report_of
from tests.kernel.measures.people import client, messages

pytestmark = pytest.mark.django_db
CORRECTION = {
    "value": "11",
    "evidence": "second count",
    "reported_on": "2026-03-01",
    "confidentiality": "public",
    "reason": "recounted",
}


def correct(user: Any, stands: Figure, value: str) -> Figure:
    """What somebody else does meanwhile."""
    report = report_of("projects", 2025, value)
    return correct_figure(acting_user=user, figure=stands, report=report, reason="misread")


def test_an_officer_corrects_a_figure_and_its_history_says_so(city: Any, officer: Any) -> None:
    old = figure(officer, "projects", 2025, "10")
    browser = client(officer)
    form = browser.get(f"/figures/{old.pk}/correct/").context["form"]
    assert (form["value"].value(), form["evidence"].value()) == ("10", "annual form, archive 12")
    answer = browser.post(f"/figures/{old.pk}/correct/", CORRECTION, follow=True)
    new = Figure.objects.get(closed_at=None)
    assert answer.redirect_chain == [(f"/figures/{new.pk}/", 302)]
    assert messages(answer) == ["The figure is corrected. The old one stays in the history."]
    assert [(event.who, event.text) for event in answer.context["history"]] == [
        (
            "Officer",
            "Corrected: value 10 items → 11 items; evidence annual form, archive 12 → second count. Reason: recounted",
        ),
        ("Officer", "Reported: 10 items"),
    ]
    before = browser.get(f"/figures/{old.pk}/")
    assert before.context["status"] == {"kind": "idle", "word": "Replaced by a correction"}
    assert before.context["replaced_by"] == f"/figures/{new.pk}/"


def test_a_correction_sent_twice_is_recorded_once(city: Any, officer: Any) -> None:
    old = figure(officer, "projects", 2025, "10")
    browser = client(officer)
    browser.post(f"/figures/{old.pk}/correct/", CORRECTION)
    again = browser.post(f"/figures/{old.pk}/correct/", CORRECTION, follow=True)
    new = Figure.objects.get(closed_at=None)
    assert again.redirect_chain == [(f"/figures/{new.pk}/", 302)]
    assert messages(again)[-1] == "You sent the same form twice. It was recorded once; this is the record."
    assert Figure.objects.count() == 2


def test_a_stale_correction_shows_both_and_keeps_what_was_typed(
    city: Any, officer: Any, other_officer: Any
) -> None:
    old = figure(officer, "projects", 2025, "10")
    browser = client(officer)
    newer = correct(other_officer, old, "12")
    stale = browser.post(f"/figures/{old.pk}/correct/", CORRECTION)
    assert stale.status_code == 409
    assert stale.context["differences"] == [
        Difference("value", "11", "12"),
        Difference("evidence", "second count", "annual form, archive 12"),
        Difference("date of the report", "2026-03-01", "2026-02-20"),
    ]
    assert sorted(stale.context["kept"]) == sorted(CORRECTION.items())
    assert stale.context["current_url"] == f"/figures/{newer.pk}/"
    again = browser.post(f"/figures/{old.pk}/correct/", CORRECTION | {"look_again": "1"})
    assert again.status_code == 200
    assert {name: again.context["form"][name].value() for name in CORRECTION} == CORRECTION
    assert again.context["action"] == f"/figures/{newer.pk}/correct/"
    browser.post(again.context["action"], CORRECTION)
    values = Figure.objects.order_by("pk").values_list("value", flat=True)
    assert list(values) == [Decimal(10), Decimal(12), Decimal(11)]


def test_what_was_typed_for_a_withdrawn_figure_can_be_reported_anew(
    city: Any, officer: Any, other_officer: Any
) -> None:
    old = figure(officer, "projects", 2025, "10")
    withdraw_figure(acting_user=other_officer, figure=old, reason="another city's")
    browser = client(officer)
    stale = browser.post(f"/figures/{old.pk}/correct/", CORRECTION)
    assert stale.status_code == 409
    assert stale.context["differences"] == [Difference("value", "11", "withdrawn: another city's")]
    again = browser.post(f"/figures/{old.pk}/correct/", CORRECTION | {"look_again": "1"})
    assert again.context["action"] == f"/figures/report/{PACK}/projects/2025/"
    assert again.context["form"]["value"].value() == "11"
    answer = browser.post(again.context["action"], CORRECTION)
    assert answer["Location"] == f"/figures/{Figure.objects.get(closed_at=None).pk}/"


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_an_old_version_leads_to_what_became_of_it(city: Any, officer: Any, act: str) -> None:
    old = figure(officer, "projects", 2025, "10")
    newer = correct(officer, old, "12")
    answer = client(officer).get(f"/figures/{old.pk}/{act}/", follow=True)
    assert answer.redirect_chain == [(f"/figures/{newer.pk}/", 302)]
    assert messages(answer) == ["That version is no longer on record. This is what became of it."]


def test_a_reason_is_asked_for(city: Any, officer: Any) -> None:
    stands = figure(officer, "projects", 2025, "10")
    item = entry(officer, "green", "Firm A", date(2024, 1, 1))
    browser = client(officer)
    for path, form in (
        (f"/figures/{stands.pk}/correct/", CORRECTION | {"reason": " "}),
        (f"/figures/{stands.pk}/withdraw/", {}),
        (f"/figures/entries/{item.pk}/withdraw/", {"reason": ""}),
        (f"/figures/entries/{item.pk}/end/", {"last_day": "2025-01-01"}),
    ):
        page = browser.post(path, form)
        assert page.context["form"].errors == {"reason": ["Say why; an auditor will ask."]}
    assert (Figure.objects.get().is_current, Entry.objects.get().is_current) == (True, True)


def test_an_officer_withdraws_a_figure_once(city: Any, officer: Any, other_officer: Any) -> None:
    stands = figure(officer, "projects", 2025, "10")
    browser = client(officer)
    path = f"/figures/{stands.pk}/withdraw/"
    answer = browser.post(path, {"reason": "another city's"}, follow=True)
    assert answer.redirect_chain == [(f"/figures/{stands.pk}/", 302)]
    assert answer.context["status"] == {"kind": "late", "word": "Withdrawn"}
    assert [event.text for event in answer.context["history"]] == [
        "Withdrawn. Reason: another city's",
        "Reported: 10 items",
    ]
    twice = browser.post(path, {"reason": "another city's"}, follow=True)
    assert messages(twice)[-1] == "You sent the same form twice. It was recorded once; this is the record."
    assert client(other_officer).post(path, {"reason": "mine"}).status_code == 409


def test_an_officer_ends_an_entry(city: Any, officer: Any, other_officer: Any) -> None:
    item = entry(officer, "green", "Firm A", date(2024, 1, 1))
    browser = client(officer)
    path = f"/figures/entries/{item.pk}/end/"
    answer = browser.post(path, {"last_day": "2025-12-31", "reason": "expired"}, follow=True)
    ended = Entry.objects.get(closed_at=None)
    assert answer.redirect_chain == [(f"/figures/entries/{ended.pk}/", 302)]
    assert answer.context["answer"] == "Firm A, was on the list from 1 January 2024 until 31 December 2025."
    assert [event.text for event in answer.context["history"]] == [
        "Last day set: 2024-01-01 – 2025-12-31. Reason: expired",
        "Entered: 2024-01-01",
    ]


def test_a_stale_end_keeps_what_was_typed(city: Any, officer: Any, other_officer: Any) -> None:
    item = entry(officer, "green", "Firm A", date(2024, 1, 1))
    ended = end_item(acting_user=other_officer, entry=item, last_day=date(2025, 3, 1), reason="expired")
    typed = {"last_day": "2025-04-01", "reason": "moved away"}
    browser = client(officer)
    stale = browser.post(f"/figures/entries/{item.pk}/end/", typed)
    assert stale.status_code == 409
    again = browser.post(f"/figures/entries/{item.pk}/end/", typed | {"look_again": "1"})
    assert again.context["action"] == f"/figures/entries/{ended.pk}/end/"
    assert {name: again.context["form"][name].value() for name in typed} == typed
