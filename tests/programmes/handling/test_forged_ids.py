"""Ids that somebody wrote into a form by hand reach nothing that isn't his."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from qinglan.kernel.codes.models import Territory
from qinglan.programmes.domain.decision import Prepared, prepare_decision
from qinglan.programmes.models import Award, Case, Objection, RequirementVerdict, Verdict
from tests.programmes import applying, making
from tests.programmes.notices.noticing import LETTER, posted, scheme, waiting
from tests.programmes.panels import making as panels
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db


def browser_of(who: Any = None) -> Client:
    """A browser that reads English."""
    browser = Client()
    if who is not None:
        browser.force_login(who)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def test_a_case_of_another_district_is_not_passed_with_ones_own(officer: Any) -> None:
    case = making.submitted(officer)
    RequirementVerdict.objects.create(
        case=case, requirement="research", moment="submission", finding="met",
        made_at=case.begun_at, made_by=officer,
    )  # fmt: skip
    west = person("west")
    assign(west, "officer", territory=Territory.objects.get(code="990102"))
    answer = browser_of(west).post(
        reverse("handling:queue"), {"act": "pass", "case": [case.pk, 10**9]}, follow=True
    )
    assert [str(message) for message in answer.context["messages"]] == [
        f"{case}: Only the office on whose desk the case lies checks it."
    ]
    assert Case.objects.get(pk=case.pk).step == "check"


def test_a_decision_of_another_round_is_not_released(officer: Any) -> None:
    here, other = making.open_round(officer), making.open_round(officer)
    decisions = []
    for number, one in enumerate((here, other), 1):
        case = making.submitted(officer, one, number)
        making.walked(officer, case, "passed", "recommended", "clear", "unopposed")
        decisions.append(prepare_decision(acting_user=officer, case=case, prepared=Prepared(Verdict.GRANT)))
    address = reverse("handling:decisions", args=[here.pk])
    forged = {"decision": [f"{decisions[1].pk}-1", "0-0", "x"], "basis": "会议"}
    answer = browser_of(person("decider", "decider")).post(address, forged)
    assert answer.context["form"].non_field_errors() == ["Choose at least one decision."]
    assert Award.objects.count() == 0


def test_a_reply_is_reached_by_its_own_case_alone(officer: Any) -> None:
    one = making.open_round(officer)
    cases = [
        making.walked(officer, making.submitted(officer, one, number), "passed", "recommended")
        for number in (1, 2)
    ]
    address = reverse("handling:reply", args=[cases[0].pk, cases[1].replies.get().pk])
    answer = browser_of(officer).post(address, {"answer": "clear", "seen": "pending"})
    assert answer.status_code == 404
    assert cases[1].replies.get().reply == "pending"


def test_nobody_objects_through_one_notice_to_a_case_on_another(officer: Any) -> None:
    notices = []
    for number in (1, 2):
        one = making.open_round(officer, scheme())
        notices.append(posted(officer, [waiting(officer, one, number)]))
    answer = browser_of().post(
        reverse("notices:object", args=[notices[0].pk]),
        {
            "entry": notices[1].entries.get().pk, "statement": LETTER.statement, "evidence": LETTER.evidence,
            "name": LETTER.name, "contact": LETTER.contact,
        },
    )  # fmt: skip
    assert "entry" in answer.context["form"].errors
    assert Objection.objects.count() == 0


def test_a_tie_is_found_in_ones_own_panel_alone(officer: Any) -> None:
    panels.experts(officer, 6)
    made = []
    for number in (1, 2):
        one = panels.open_round(officer)
        made.append(panels.drawn(officer, one, [panels.waiting(officer, one, number)]))
    seat, foreign = made[0].seats.order_by("place")[0], made[1].cases.get()
    answer = browser_of(officer).post(
        reverse("panels:seat-act", args=[seat.pk, "tie"]), {"case": foreign.pk, "kind": "employer"}
    )
    assert "case" in answer.context["form"].errors
    assert not seat.entry.exclusions.filter(case=foreign).exists()


def test_a_file_is_taken_off_by_its_own_case_alone(officer: Any) -> None:
    one = applying.opened(officer)
    (mine, me), (other, owner) = (applying.begun(officer, number, one, f"m{number}") for number in (1, 2))
    file = applying.attach(owner, other, "figures", "revenue")
    answer = browser_of(me).post(reverse("programmes:remove-file", args=[mine.pk, file.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "This file is not (any more) one of this application. Reload the page."
    ]
    answer = browser_of(me).post(reverse("programmes:remove-file", args=[other.pk, file.pk]))
    assert answer.status_code in (403, 404)
    assert other.files.filter(removed_at__isnull=True).count() == 1
