"""Two clicks do one thing; the back button after a success says so."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from qinglan.kernel.drafts.domain.sending import begin_sending, end_sending, give_up_sending
from qinglan.kernel.drafts.models import Sending
from qinglan.kernel.measures.models import Figure, Indicator
from qinglan.parties.models import Organisation
from tests.kernel.drafts.pages import AMOUNT, OUTPUT, token
from tests.kernel.measures.city import EAST
from tests.kernel.measures.people import client, messages, text

REGISTER = "/organisations/new/"
ORGANISATION = {
    "name": "青禾联盟（演示）",
    "kind": "alliance",
    "territory": EAST,
    "basis": "函 1 号",
}


@pytest.mark.django_db
def test_the_second_click_gets_what_the_first_gave(city: Any, officer: Any) -> None:
    browser = client(officer)
    form = AMOUNT | {"q_once": token(browser.get(OUTPUT))}
    first, second = browser.post(OUTPUT, form), browser.post(OUTPUT, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Figure.objects.count() == 1
    said = messages(browser.get(second["Location"]))
    assert len(set(said)) == 1


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again(city: Any, officer: Any) -> None:
    browser = client(officer)
    once = {"q_once": token(browser.get(OUTPUT))}
    refused = browser.post(OUTPUT, AMOUNT | {"value": "many"} | once)
    assert refused.status_code == 200
    assert browser.post(OUTPUT, AMOUNT | once).status_code == 302
    assert Figure.objects.count() == 1


@pytest.mark.django_db
def test_other_content_after_a_success_is_asked_about(city: Any, officer: Any) -> None:
    """The back button, a correction, and the button again: perhaps one more, perhaps a mistake."""
    browser = client(officer)
    once = {"q_once": token(browser.get(OUTPUT))}
    first = browser.post(OUTPUT, AMOUNT | once)
    changed = AMOUNT | {"subject_name": "Another", "subject_code": ""}
    asked = browser.post(OUTPUT, changed | once)
    assert asked.status_code == 409
    assert "You have sent this form already" in text(asked)
    assert first["Location"] in text(asked)
    assert Figure.objects.count() == 1
    assert dict(asked.context["kept"])["subject_name"] == "Another"
    another = browser.post(OUTPUT, changed | {"q_once": token(asked)})
    assert (another.status_code, Figure.objects.count()) == (302, 2)


@pytest.mark.django_db
def test_the_page_can_ask_whether_its_form_was_sent(city: Any, officer: Any, other_officer: Any) -> None:
    browser = client(officer)
    once = token(browser.get(OUTPUT))
    assert browser.post("/drafts/sent/", {"token": once}).json() == {"sent": False}
    done = browser.post(OUTPUT, AMOUNT | {"q_once": once})
    answer = browser.post("/drafts/sent/", {"token": once}).json()
    assert (answer["sent"], answer["url"]) == (True, done["Location"])
    assert client(other_officer).post("/drafts/sent/", {"token": once}).json() == {"sent": False}


@pytest.mark.django_db
def test_the_key_is_claimed_once(officer: Any, other_officer: Any) -> None:
    def begin(user: Any, content: str = "a") -> str:
        return begin_sending(acting_user=user, key="k", fingerprint=content, patience=0).outcome

    assert [begin(officer), begin(officer), begin(other_officer)] == ["first", "unknown", "unknown"]
    give_up_sending(acting_user=other_officer, key="k")
    assert begin(officer) == "unknown"
    give_up_sending(acting_user=officer, key="k")
    assert begin(officer) == "first"
    end_sending(acting_user=officer, key="k", location="/x/", said=[(25, "Done")])
    assert [begin(officer), begin(officer, "b")] == ["done", "other"]
    give_up_sending(acting_user=officer, key="k")
    assert Sending.objects.get(key="k").said == [[25, "Done"]]


@contextmanager
def together(work: Any, browsers: list[Any], page: str, form: dict[str, str]) -> Iterator[list[Any]]:
    """Each browser sends the form at the same moment; the answers."""
    answers: list[Any] = []
    barrier = threading.Barrier(len(browsers))

    def send(browser: Any) -> None:
        try:
            barrier.wait(10)
            answers.append(browser.post(page, form))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    yield answers


def twice(user: Any, page: str, form: dict[str, str], *, protected: bool) -> list[Any]:
    """Two clicks at once, with the page's token or as if there were none."""
    browser = client(user)
    more = {"q_once": token(browser.get(page))} if protected else {}
    others = []
    for _n in range(2):
        one = client()
        one.cookies = browser.cookies
        others.append(one)
    with together(None, others, page, form | more) as answers:
        return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protected", [False, True])
def test_two_clicks_at_once_enter_one_organisation(city: Any, officer: Any, protected: bool) -> None:
    """Without the token the race is there: an alliance has no code of its own that would stop a second."""
    form = ORGANISATION | {"is_another": "on"}
    answers = twice(officer, REGISTER, form, protected=protected)
    made = Organisation.objects.filter(name=ORGANISATION["name"]).count()
    assert made == (1 if protected else 2)
    if protected:
        assert len({answer["Location"] for answer in answers}) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_report_one_figure_and_both_see_it(city: Any, officer: Any) -> None:
    answers = twice(officer, OUTPUT, AMOUNT, protected=True)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Figure.objects.filter(indicator=Indicator.objects.get(slug="output")).count() == 1
