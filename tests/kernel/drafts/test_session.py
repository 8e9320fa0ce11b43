"""A form that is sent when the session has ended comes back to the person who wrote it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qinglan.kernel.drafts.models import Draft
from qinglan.kernel.measures.models import Figure
from tests.kernel.drafts.pages import AMOUNT, OUTPUT, token
from tests.kernel.measures.conftest import PASSWORD
from tests.kernel.measures.people import client, messages, text

pytestmark = pytest.mark.django_db
CLAIM = "/organisations/claim/"


def log_in(browser: Any, address: str, name: str) -> Any:
    """Through the login page that the form led to."""
    return browser.post(address, {"username": name, "password": PASSWORD}, follow=True)


def test_what_was_typed_is_back_after_the_login_of_the_same_person(city: Any, officer: Any) -> None:
    browser = client(officer)
    opened = token(browser.get(OUTPUT))
    browser.logout()
    browser.cookies["qinglan_language"] = "en"
    sent = browser.post(OUTPUT, AMOUNT | {"q_once": opened})
    assert (sent.status_code, sent["Location"]) == (302, f"/account/login/?next={OUTPUT}")
    page = log_in(browser, sent["Location"], "officer")
    assert page.redirect_chain[-1] == (OUTPUT, 302)
    form = page.context["form"]
    assert {name: form[name].value() for name in AMOUNT} == AMOUNT
    assert "What you typed before the login is still here" in text(page)
    assert Figure.objects.count() == 0
    done = browser.post(OUTPUT, AMOUNT | {"q_once": token(page)})
    assert (done.status_code, Figure.objects.count()) == (302, 1)
    assert browser.get(OUTPUT).context["form"].restored is None


def test_another_person_who_logs_in_gets_an_empty_form(city: Any, officer: Any, other_officer: Any) -> None:
    browser = client(officer)
    opened = token(browser.get(OUTPUT))
    browser.logout()
    browser.cookies["qinglan_language"] = "en"
    sent = browser.post(OUTPUT, AMOUNT | {"q_once": opened})
    page = log_in(browser, sent["Location"], "other")
    assert page.context["form"].restored is None
    assert AMOUNT["evidence"] not in text(page)
    # The author finds it when he comes back, on whichever device.
    assert client(officer).get(OUTPUT).context["form"]["evidence"].value() == AMOUNT["evidence"]


def test_an_old_page_after_logging_in_anew_is_kept_and_not_refused(city: Any, officer: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    opened = token(browser.get(OUTPUT))
    sent = browser.post(OUTPUT, AMOUNT | {"q_once": opened, "csrfmiddlewaretoken": "x" * 64})
    assert (sent.status_code, sent["Location"]) == (302, OUTPUT)
    page = browser.get(OUTPUT)
    assert page.context["form"]["evidence"].value() == AMOUNT["evidence"]
    assert Figure.objects.count() == 0


def test_a_forged_form_from_elsewhere_is_refused_and_not_kept(city: Any, officer: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    opened = token(browser.get(OUTPUT))
    sent = browser.post(OUTPUT, AMOUNT | {"q_once": opened}, headers={"origin": "https://elsewhere.example"})
    assert (sent.status_code, Draft.objects.filter(user=officer).count()) == (403, 0)


def test_a_stranger_without_our_page_keeps_nothing(city: Any, officer: Any) -> None:
    sent = client().post(OUTPUT, AMOUNT)
    assert (sent.status_code, Draft.objects.filter(user=officer).count()) == (302, 0)
    forged = client().post(OUTPUT, AMOUNT | {"q_once": "made:up:token"})
    assert (forged.status_code, Draft.objects.filter(user=officer).count()) == (302, 0)


def test_files_must_be_chosen_again_and_that_is_said(officer: Any) -> None:
    browser = client(officer)
    opened = token(browser.get("/plans/new/"))
    browser.logout()
    browser.cookies["qinglan_language"] = "en"
    file = SimpleUploadedFile("方案.txt", "一、总体要求".encode())
    sent = browser.post("/plans/new/", {"slug": "qinghe", "file": file, "q_once": opened})
    page = log_in(browser, sent["Location"], "officer")
    assert page.context["form"]["slug"].value() == "qinghe"
    assert "Files are not kept. Choose again: 方案.txt" in text(page)


def test_a_form_that_a_stranger_had_opened_waits_for_his_login_in_this_browser(officer: Any) -> None:
    browser = client()
    opened = token(browser.get(CLAIM))
    sent = browser.post(CLAIM, {"code": "91500117DEM000014Y", "mobile": "13800000000", "q_once": opened})
    assert sent["Location"] == f"/account/login/?next={CLAIM}"
    page = log_in(browser, sent["Location"], "officer")
    assert page.context["form"]["code"].value() == "91500117DEM000014Y"
    assert browser.get(CLAIM).context["form"].restored is None  # once


def test_a_part_of_a_page_takes_the_window_to_the_login(city: Any, officer: Any) -> None:
    browser = client(officer)
    opened = token(browser.get(OUTPUT))
    browser.logout()
    answer = browser.post(OUTPUT, AMOUNT | {"q_once": opened}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/account/login/?next={OUTPUT}")


def test_a_page_with_nothing_typed_only_says_to_do_it_again(officer: Any) -> None:
    browser = client(officer)
    opened = token(browser.get("/plans/new/"))
    browser.logout()
    browser.cookies["qinglan_language"] = "en"
    sent = browser.post("/messages/read/", {"q_once": opened})
    page = browser.get(sent["Location"])
    assert messages(page) == ["Your session had ended. Log in and do it again."]
