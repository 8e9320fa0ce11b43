"""Correcting and adding responsible bodies, and every refusal."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.plans.domain.body import Duty, add_body, correct_body
from qinglan.plans.models import Body, Version
from tests.plans.sample import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FINANCE = Duty(role="responsible", name="市财政局", quote="配合单位：市财政局")


@pytest.fixture
def body(version: Version) -> Body:
    return version.bodies.get(name="市科技局")


def told(body: Body) -> tuple[str, str, str, str, int]:
    body.refresh_from_db()
    return (body.role, body.name, body.quote, body.decision, body.revision)


def test_a_corrected_body_says_what_the_text_says(body: Body, officer: Any) -> None:
    correct_body(acting_user=officer, body=body, duty=FINANCE, seen_revision=0)
    assert told(body) == ("responsible", "市财政局", "配合单位：市财政局", "corrected", 1)


def test_an_added_body_stays_added_when_it_is_corrected(version: Version, officer: Any) -> None:
    article = version.articles.get(number=4)
    added = add_body(acting_user=officer, article=article, duty=Duty("responsible", "各区县", "各区县"))
    duty = Duty("lead", "各区县", "各区县要明确分工")
    correct_body(acting_user=officer, body=added, duty=duty, seen_revision=added.revision)
    assert told(added) == ("lead", "各区县", "各区县要明确分工", "added", 2)


@pytest.mark.parametrize(
    ("duty", "field"),
    [
        (Duty("lead", " ", "市科技局"), "name"),
        (Duty("lead", "市科技局", "市商务局"), "quote"),
        (Duty("lead", "市科技局", ""), "quote"),
    ],
)
def test_what_the_text_does_not_say_is_refused(body: Body, officer: Any, duty: Duty, field: str) -> None:
    before = told(body)
    with pytest.raises(Impossible) as refused:
        correct_body(acting_user=officer, body=body, duty=duty, seen_revision=0)
    assert (refused.value.field, told(body)) == (field, before)


def test_a_stale_correction_shows_both(body: Body, officer: Any) -> None:
    correct_body(acting_user=officer, body=body, duty=FINANCE, seen_revision=0)
    with pytest.raises(StaleEdit) as stale:
        correct_body(
            acting_user=officer, body=body, duty=Duty("lead", "市科技局", "市科技局"), seen_revision=0
        )
    assert stale.value.differences == [
        Difference("decision", "—", "corrected"),
        Difference("role", "in the lead", "responsible"),
        Difference("name", "市科技局", "市财政局"),
        Difference("quote", "市科技局", "配合单位：市财政局"),
    ]


def test_nothing_is_added_to_a_published_version(version: Version, officer: Any) -> None:
    publish(officer, version)
    with pytest.raises(Impossible, match="no longer being confirmed"):
        add_body(acting_user=officer, article=version.articles.get(number=2), duty=FINANCE)


@pytest.mark.parametrize("who", ["stranger", "no role", "administrator", "system"])
def test_only_officers_decide_on_bodies(people: dict[str, Any], body: Body, who: str) -> None:
    with pytest.raises(PermissionRefused):
        correct_body(acting_user=people[who], body=body, duty=FINANCE, seen_revision=0)
    with pytest.raises(PermissionRefused):
        add_body(acting_user=people[who], article=body.article, duty=FINANCE)


def test_the_pages_correct_and_add(version: Version, body: Body, officer: Any) -> None:
    client = Client()
    client.force_login(officer)
    sent = {"role": "responsible", "name": "市财政局", "quote": "配合单位：市财政局", "version": 0}
    corrected = client.post(reverse("plans:correct-body", args=[body.pk]), sent)
    stale = client.post(reverse("plans:correct-body", args=[body.pk]), {**sent, "name": "市商务局"})
    place = reverse("plans:add-body", args=[version.plan.slug, version.number, 4])
    wrong = client.post(place, {"role": "lead", "name": "各区县", "quote": "没有这句"})
    added = client.post(place, {"role": "responsible", "name": "各区县", "quote": "各区县"})
    assert [answer.status_code for answer in (corrected, stale, wrong, added)] == [302, 409, 422, 302]
    assert told(body)[:2] == ("responsible", "市财政局")
    assert version.bodies.filter(name="各区县", decision="added").count() == 1
