"""The pages of those who handle cases."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from qinglan.kernel.codes.models import Territory
from qinglan.programmes.domain.decision import Prepared, prepare_decision
from qinglan.programmes.models import Award, Case, CaseRevision, Decision, RequirementVerdict, Verdict
from tests.programmes import making
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db


def browser_of(who: Any) -> Client:
    """A browser that reads English."""
    browser = Client()
    browser.force_login(who)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


@pytest.fixture
def client(officer: Any) -> Client:
    return browser_of(officer)


def judged(officer: Any, case: Case) -> Case:
    RequirementVerdict.objects.create(
        case=case, requirement="research", moment="submission", finding="met",
        made_at=case.begun_at, made_by=officer,
    )  # fmt: skip
    return case


def act(case: Case, name: str) -> str:
    return reverse("handling:act", args=[case.pk, name])


def test_the_queue_shows_what_lies_on_each_ones_desk(officer: Any, client: Client) -> None:
    round = making.open_round(officer)
    cases = [making.submitted(officer, round, number) for number in (1, 2, 3)]
    making.walked(officer, cases[2], "failed")
    west = person("west")
    assign(west, "officer", territory=Territory.objects.get(code="990102"))

    def listed(browser: Client) -> list[str]:
        return [
            item.case.applicant_name for item in browser.get(reverse("handling:queue")).context["list"].items
        ]

    assert listed(client) == [cases[0].applicant_name, cases[1].applicant_name]
    assert listed(browser_of(west)) == []


def test_the_queue_asks_as_many_questions_for_three_cases_as_for_one(officer: Any, client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    round = making.open_round(officer)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("handling:queue")).status_code == 200
        return len(queries)

    making.submitted(officer, round, 1)
    asked()
    one = asked()
    for number in (2, 3, 4):
        making.submitted(officer, round, number)
    assert asked() == one


def test_a_check_is_passed_returned_or_refused_with_its_error_beside_the_field(
    officer: Any, client: Client
) -> None:
    case = making.submitted(officer)
    page = client.get(reverse("handling:record", args=[case.pk]))
    assert page.context["act"] == {"label": "Pass the formal check", "url": act(case, "pass")}
    answer = client.post(act(case, "pass"))
    assert answer.context["form"].non_field_errors() == ["Judge these first: At least 3 % for R&D."]
    judge = {"requirement": "research", "finding": "met", "note": "审计报告第3页"}
    assert client.post(act(case, "judge"), judge).status_code == 302
    answer = client.post(act(case, "correct"), {"text_1": "营业执照缺盖章", "clause_1": ""})
    assert answer.context["form"].errors == {"clause_1": ["This field is required."]}
    assert client.post(act(case, "pass")).status_code == 302
    case.refresh_from_db()
    assert case.step == "recommend"


def test_an_act_on_a_step_that_is_over_is_answered_with_the_difference(officer: Any, client: Client) -> None:
    case = judged(officer, making.submitted(officer))
    assert client.post(act(case, "pass")).status_code == 302
    answer = client.post(act(case, "fail"), {"reason": "x", "clause": "y"})
    assert answer.status_code == 409
    assert "Step recommend" in answer.content.decode()


def test_several_cases_at_once_each_is_done_or_refused_by_itself(officer: Any, client: Client) -> None:
    round = making.open_round(officer)
    ready = judged(officer, making.submitted(officer, round, 1))
    unjudged = making.submitted(officer, round, 2)
    address = reverse("handling:queue")
    answer = client.post(address, {"act": "pass", "case": [ready.pk, unjudged.pk]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Done for 1 case.",
        f"{unjudged}: Judge these first: At least 3 % for R&D.",
    ]
    assert [Case.objects.get(pk=case.pk).step for case in (ready, unjudged)] == ["recommend", "check"]
    answer = client.post(address, {"act": "pass"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Choose at least one case and what to do."
    ]


def test_a_decision_maker_releases_what_an_officer_prepared(officer: Any, client: Client) -> None:
    round = making.open_round(officer)
    case = making.submitted(officer, round, 1)
    making.walked(officer, case, "passed", "recommended", "clear", "unopposed")
    seen = client.get(act(case, "decide")).context["form"]["seen"].value()
    assert client.post(act(case, "decide"), {"verdict": "grant", "seen": seen}).status_code == 302
    second = client.post(
        act(case, "decide"), {"verdict": "refuse", "reason": "x", "clause": "y", "seen": seen}
    )
    assert second.status_code == 409
    decision = Decision.objects.get(case=case)
    address = reverse("handling:decisions", args=[round.pk])
    assert client.post(address, {"decision": f"{decision.pk}-1", "basis": "会议"}).status_code == 403
    browser = browser_of(person("decider", "decider"))
    refused = browser.post(address, {"decision": f"{decision.pk}-1", "basis": ""})
    assert refused.context["form"].errors == {"basis": ["This field is required."]}
    prepare_decision(acting_user=officer, case=case, prepared=Prepared(Verdict.GRANT))
    assert browser.post(address, {"decision": f"{decision.pk}-1", "basis": "会议"}).status_code == 409
    assert browser.post(address, {"decision": f"{decision.pk}-2", "basis": "会议"}).status_code == 302
    assert Award.objects.get(case=case).state == "in_force"


def test_a_department_replies_on_its_own_page(officer: Any, client: Client) -> None:
    case = making.walked(officer, making.submitted(officer), "passed", "recommended")
    reply = case.replies.get()
    address = reverse("handling:reply", args=[case.pk, reply.pk])
    answer = client.post(address, {"answer": "hit", "seen": "pending"})
    assert answer.context["form"].errors == {"reason": ["Say what the department found."]}
    assert client.post(address, {"answer": "clear", "seen": "pending"}).status_code == 302
    case.refresh_from_db()
    assert case.step == "notice"
    listed = client.get(reverse("handling:replies"))
    assert list(listed.context["list"].items) == []


def test_the_record_says_by_what_a_condition_was_judged_and_what_is_to_be_corrected(officer: Any) -> None:
    case = judged(officer, making.submitted(officer))
    CaseRevision.objects.create(
        case=case, number=1, answers='{"income":"1000","rd":"80"}', rows="{}", facts="{}",
        digest="0" * 64, submitted_at=case.begun_at, submitted_by=officer,
    )  # fmt: skip
    browser = browser_of(officer)
    page = browser.get(reverse("handling:record", args=[case.pk]))
    assert [one["grounds"] for one in page.context["verdicts"]] == [["Share of R&D 8%"]]
    assert browser.post(act(case, "correct"), {"text_1": "缺公章", "clause_1": "第三条"}).status_code == 302
    page = browser.get(reverse("handling:record", args=[case.pk]))
    assert [(one.text, one.clause) for one in page.context["points"]] == [("缺公章", "第三条")]
