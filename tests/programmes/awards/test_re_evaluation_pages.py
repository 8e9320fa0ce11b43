"""The pages of re-evaluation: for holder and office, and the round that takes what is due."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qinglan.kernel import clock
from qinglan.kernel.messages.models import Message
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.duty import watch_duties
from qinglan.programmes.models import Award, Case, Round
from tests.programmes.awards.evaluating import (
    decided,
    due_award,
    evaluated_scheme,
    evaluation_round,
    handed_in,
    member_of,
)
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def award(officer: Any) -> Award:
    return due_award(officer)


def browser(user: Any) -> Client:
    one = Client()
    one.force_login(user)
    one.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return one


def page(user: Any, name: str, *args: Any) -> str:
    return browser(user).get(reverse(name, args=args)).content.decode()


def test_the_holder_begins_where_a_round_takes_the_award(officer: Any, award: Award) -> None:
    manager = member_of(award)
    watch_duties(acting_user=system_user())
    text = page(manager, "awards:re-evaluate", award.pk)
    assert "No round takes it yet" in text
    assert "an officer looks whether the award must be revoked" in text
    one = evaluation_round(officer, award)
    assert "Begin the application" in page(manager, "awards:re-evaluate", award.pk)
    url = reverse("awards:re-evaluate", args=[award.pk])
    answer = browser(manager).post(url, {"round": one.pk})
    case = Case.objects.get(renews=award)
    assert (answer.status_code, answer["Location"]) == (302, reverse("programmes:form", args=[case.pk]))
    text = page(manager, "awards:re-evaluate", award.pk)
    assert "The application is under way" in text
    assert "Begin the application" not in text
    assert award.number in page(manager, "programmes:case", case.pk)
    duty = award.duties.get(obligation="re_evaluation")
    assert browser(manager).get(reverse("awards:duty", args=[duty.pk]))["Location"] == url


def test_what_can_not_be_begun_is_said_on_the_page(officer: Any, award: Award) -> None:
    early = evaluation_round(officer, award, by=clock.today())
    url = reverse("awards:re-evaluate", args=[award.pk])
    one = browser(member_of(award))
    assert "Wait for a later round" in one.post(url, {"round": early.pk}).content.decode()
    assert "Choose the round." in one.post(url, {"round": "nothing"}).content.decode()
    assert "Excuse the holder" not in page(officer, "awards:re-evaluate", award.pk)
    watch_duties(acting_user=system_user())
    assert "Excuse the holder" in page(officer, "awards:re-evaluate", award.pk)
    assert browser(person("stranger")).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def test_the_office_lists_what_is_due_and_invites_once(officer: Any, award: Award) -> None:
    manager = member_of(award)
    due_award(officer, 2, number="QC002", left=200)
    later = due_award(officer, 3, number="QC003", left=400)
    one = evaluation_round(officer, award)
    text = page(officer, "programmes:due-awards", one.pk)
    assert [name in text for name in ("QC001", "QC002", later.number)] == [True, True, False]
    answer = browser(officer).post(reverse("programmes:invite-due", args=[one.pk]), follow=True)
    assert "1 holder was invited. 1 has nobody who can be reached here." in answer.content.decode()
    again = browser(officer).post(reverse("programmes:invite-due", args=[one.pk]), follow=True)
    assert "1 had been invited before." in again.content.decode()
    told = Message.objects.filter(recipient=manager, template="programmes.evaluation-open")
    assert [each.url for each in told] == [f"/awards/{award.pk}/re-evaluate/?round={one.pk}"]
    handed_in(officer, manager, award, one, "75")
    text = page(officer, "programmes:due-awards", one.pk)
    assert "submitted" in text or "being checked" in text
    assert (
        "QC001"
        not in browser(officer)
        .get(reverse("programmes:due-awards", args=[one.pk]), {"missing": "1"})
        .content.decode()
    )
    assert browser(manager).get(reverse("programmes:due-awards", args=[one.pk])).status_code == 403
    assert browser(manager).post(reverse("programmes:invite-due", args=[one.pk])).status_code == 403


def test_an_officer_prepares_a_round_of_re_evaluation(officer: Any, award: Award) -> None:
    now = clock.now()
    by = clock.today() + timedelta(days=90)
    form = {
        "scheme": award.version_id, "year": clock.today().year, "issuer": "青川市科学技术局",
        "opens_at": f"{now:%Y-%m-%dT%H:%M}", "closes_at": f"{now + timedelta(days=20):%Y-%m-%dT%H:%M}",
        "re_evaluates_by": by.isoformat(),
    }  # fmt: skip
    answer = browser(officer).post(reverse("programmes:new-round"), form)
    one = Round.objects.get()
    assert (answer.status_code, one.re_evaluates_by) == (302, by)
    text = page(officer, "programmes:follow", one.pk)
    assert "Awards due for re-evaluation" in text
    assert "Only re-evaluation, of awards due by" in text


def test_who_would_apply_in_such_a_round_is_led_to_his_awards(officer: Any, award: Award) -> None:
    manager = member_of(award)
    watch_duties(acting_user=system_user())
    one = evaluation_round(officer, award)
    assert "Only re-evaluation, of awards due by" in page(manager, "programmes:round", one.pk)
    answer = browser(manager).get(reverse("programmes:apply", args=[one.pk]), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [("/awards/kept/?evaluate=1", 302)]
    assert ("begin from there" in text, award.number in text) == (True, True)


def test_the_register_shows_how_it_went(officer: Any, award: Award) -> None:
    case = handed_in(officer, member_of(award), award, evaluation_round(officer, award), "75")
    decided(officer, case)
    text = browser(person("reader")).get(award.get_absolute_url()).content.decode()
    for words in ("handed in for re-evaluation", "evaluated again", "renewed", "score 75；合格"):
        assert words in text
    kept = browser(officer).get(reverse("awards:kept"), {"evaluate": "1"}).content.decode()
    assert award.number not in kept


def test_the_list_of_what_is_due_asks_a_constant_number_of_queries(officer: Any, award: Award) -> None:
    one = evaluation_round(officer, award)
    client = browser(officer)
    url = reverse("programmes:due-awards", args=[one.pk])
    client.get(url)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    few = queries()
    for number in (2, 3):
        due_award(officer, number, evaluated_scheme(), number=f"QC00{number}")
    assert queries() == few
