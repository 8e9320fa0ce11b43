"""Saving what somebody types, and giving it back to him alone."""

import json
from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.drafts.domain.draft import discard_draft, draft_of, forget_drafts, save_draft
from qinglan.kernel.drafts.models import Cause, Draft
from qinglan.kernel.drafts.values import LONGEST, TooLong
from tests.kernel.drafts.pages import AMOUNT, OUTPUT, token
from tests.kernel.measures.people import client, text

pytestmark = pytest.mark.django_db


def save(browser: Any, page: Any, values: dict[str, list[str]], **more: Any) -> Any:
    """What the page's script sends."""
    return browser.post("/drafts/save/", {"token": token(page), "values": json.dumps(values), **more})


def test_a_draft_comes_back_with_a_notice_and_goes_when_the_form_was_sent(city: Any, officer: Any) -> None:
    browser = client(officer)
    page = browser.get(OUTPUT)
    assert 'data-q-draft="/drafts/save/"' in text(page)
    answer = save(browser, page, {name: [value] for name, value in AMOUNT.items()}, window="w1")
    assert set(answer.json()) == {"at", "elsewhere", "revision"}
    again = browser.get(OUTPUT)
    form = again.context["form"]
    assert {name: form[name].value() for name in AMOUNT} == AMOUNT
    assert "Your draft is still here" in text(again)
    sent = browser.post(OUTPUT, AMOUNT | {"q_once": token(again)})
    assert sent.status_code == 302
    assert Draft.objects.filter(user=officer).count() == 0
    assert browser.get(OUTPUT).context["form"].restored is None


def test_another_person_gets_an_empty_form(city: Any, officer: Any, other_officer: Any) -> None:
    browser = client(officer)
    save(browser, browser.get(OUTPUT), {"value": ["77"]})
    page = client(other_officer).get(OUTPUT)
    assert page.context["form"].restored is None
    assert "77" not in str(page.context["form"]["value"].value() or "")
    # Nor may he write into it with the token of the other's page.
    stolen = client(other_officer).post(
        "/drafts/save/", {"token": token(browser.get(OUTPUT)), "values": json.dumps({"value": ["1"]})}
    )
    assert (stolen.status_code, draft_values(officer)) == (403, {"value": ["77"]})


def draft_values(user: Any) -> Any:
    """What is kept."""
    return Draft.objects.get(user=user).values


def test_discarding_empties_the_form(city: Any, officer: Any) -> None:
    browser = client(officer)
    save(browser, browser.get(OUTPUT), {"value": ["77"]})
    page = browser.get(OUTPUT)
    gone = browser.post("/drafts/discard/", {"q_once": token(page), "value": "77"})
    assert (gone.status_code, gone["Location"]) == (302, OUTPUT)
    assert browser.get(OUTPUT).context["form"].restored is None


def test_two_windows_the_newer_wins_and_nothing_is_lost(city: Any, officer: Any) -> None:
    browser = client(officer)
    page = browser.get(OUTPUT)
    assert save(browser, page, {"value": ["1"]}, window="left").json()["elsewhere"] == ""
    second = save(browser, page, {"value": ["2"]}, window="right").json()
    assert (second["revision"], bool(second["elsewhere"])) == (2, True)
    newer = browser.get(OUTPUT)
    assert newer.context["form"]["value"].value() == "2"
    assert "Take the other version" in text(newer)
    other = browser.get(OUTPUT + "?draft=other")
    assert other.context["form"]["value"].value() == "1"
    assert "This is what the other window had saved" in text(other)


@pytest.mark.parametrize(
    "name",
    ["password", "new_password1", "otp", "pin", "sms_code", "verification_code", "captcha", "secret_key"],
)
def test_secrets_are_never_kept(officer: Any, name: str) -> None:
    save_draft(acting_user=officer, form="f", subject="s", values={name: ["x"], "title": ["y"]})
    assert draft_values(officer) == {"title": ["y"]}


def test_fields_that_a_form_names_as_secret_and_our_own_are_not_kept(officer: Any) -> None:
    values = {"code": ["123456"], "q_once": ["t"], "csrfmiddlewaretoken": ["t"], "title": ["y"]}
    save_draft(acting_user=officer, form="f", subject="s", values=values, secret=["code"])
    assert draft_values(officer) == {"title": ["y"]}


def test_too_much_is_refused_and_the_old_draft_stays(officer: Any) -> None:
    save_draft(acting_user=officer, form="f", subject="s", values={"title": ["y"]})
    with pytest.raises(TooLong):
        save_draft(acting_user=officer, form="f", subject="s", values={"title": ["x" * LONGEST]})
    assert draft_values(officer) == {"title": ["y"]}


def test_the_script_is_told_what_is_wrong(city: Any, officer: Any) -> None:
    browser = client(officer)
    page = browser.get(OUTPUT)
    assert client().post("/drafts/save/", {"token": token(page), "values": "{}"}).status_code == 401
    assert browser.post("/drafts/save/", {"token": "x", "values": "{}"}).status_code == 403
    for bad in ("", "[]", '{"a": "b"}', '{"a": [1]}'):
        assert browser.post("/drafts/save/", {"token": token(page), "values": bad}).status_code == 400
    assert save(browser, page, {"value": ["x" * LONGEST]}).status_code == 413


def test_a_draft_is_forgotten_in_its_time(officer: Any, settings: Any) -> None:
    settings.DRAFT_DAYS = 3
    save_draft(acting_user=officer, form="old", subject="s", values={"title": ["y"]})
    old = Draft.objects.get(form="old")
    assert old.expires_at - old.saved_at == timedelta(days=3)
    Draft.objects.filter(form="old").update(expires_at=clock.now())
    save_draft(acting_user=officer, form="new", subject="s", values={"title": ["y"]}, cause=Cause.SESSION)
    assert draft_of(officer, "old", "s") is None
    forget_drafts()
    assert list(Draft.objects.filter(user=officer).values_list("form", flat=True)) == ["new"]
    assert discard_draft(acting_user=officer, form="new", subject="s") is True
    assert discard_draft(acting_user=officer, form="new", subject="s") is False
