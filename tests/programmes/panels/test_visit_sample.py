"""Which cases of a round are visited, where the scheme visits a share of them."""

import json
from typing import Any

import pytest
from django.urls import reverse

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.programmes.domain.visit_sample import draw_visits
from qinglan.programmes.models import Case, Round, WorkItem
from qinglan.programmes.panels import draw as panel_draw
from tests.programmes.panels import making
from tests.programmes.panels.test_visit import planned
from tests.support.people import person

pytestmark = pytest.mark.django_db


def sampled_round(officer: Any, share: str = "0.3") -> Round:
    content = making.content()
    for step in content["steps"]["steps"]:
        if step["type"] == "site_visit":
            step["settings"]["sample"] = share
    return making.base.open_round(officer, content)


def at_visit(officer: Any, one: Round, *numbers: int) -> list[Case]:
    return [making.base.walked(officer, making.waiting(officer, one, n), "drawn", "passed") for n in numbers]


def steps(cases: list[Case]) -> list[str]:
    found = Case.objects.in_bulk([case.pk for case in cases])
    return [found[case.pk].step for case in cases]


def test_a_share_is_visited_and_the_others_go_on(officer: Any) -> None:
    secretary = person("secretary", "secretary")
    one = sampled_round(officer)
    cases = at_visit(officer, one, 1, 2, 3, 4)
    sample = draw_visits(acting_user=secretary, round=one)
    assert (sample.size, len(sample.order)) == (2, 4)  # 1.2, rounded up
    assert list(sample.order) == panel_draw.order([case.number for case in cases], sample.seed)
    visited = set(sample.order[:2])
    assert steps(cases) == ["visit" if case.number in visited else "decide" for case in cases]
    passed = WorkItem.objects.filter(case__round=one, reason_code="not_sampled")
    assert {one.reason for one in passed} == {f"not drawn for a site visit: 2 of 4 were (seed {sample.seed})"}
    event = Event.objects.get(stream=f"round:{one.pk}", kind="programmes.visits-drawn")
    kept = json.loads(bytes(event.payload))
    assert (kept["seed"], kept["order"], kept["size"]) == (sample.seed, list(sample.order), 2)
    with pytest.raises(Impossible, match="No case of this round waits for a draw"):
        draw_visits(acting_user=secretary, round=one)


def test_what_is_planned_is_visited_and_a_few_are_at_least_one(officer: Any) -> None:
    one = sampled_round(officer)
    cases = at_visit(officer, one, 1, 2)
    planned(officer, cases[0], [person("lead"), person("second")])
    sample = draw_visits(acting_user=officer, round=one)
    assert (sample.order, sample.size, steps(cases)) == ((cases[1].number,), 1, ["visit", "visit"])


def test_where_all_are_visited_nothing_is_drawn_and_only_the_office_draws(officer: Any, client: Any) -> None:
    one = sampled_round(officer, "1")
    at_visit(officer, one, 1)
    with pytest.raises(Impossible, match="waits for a draw"):
        draw_visits(acting_user=officer, round=one)
    for user in (person("stranger"), person("decider", "decider")):
        with pytest.raises(PermissionRefused):
            draw_visits(acting_user=user, round=one)
        client.force_login(user)
        assert client.get(reverse("panels:draw-visits", args=[one.pk])).status_code == 403


def test_the_page_says_what_will_happen_and_draws(officer: Any, client: Any) -> None:
    one = sampled_round(officer)
    cases = at_visit(officer, one, 1, 2, 3)
    client.force_login(officer)
    client.cookies["qinglan_language"] = "en"
    url = reverse("panels:draw-visits", args=[one.pk])
    assert f'href="{url}"' in client.get(reverse("panels:visit", args=[cases[0].pk])).content.decode()
    page = client.get(url).content.decode()
    assert ("30 %" in page, "Draw now" in page) == (True, True)
    told = client.post(url, follow=True).content.decode()
    assert "Drawn for a visit: " in told
    assert sorted(steps(cases)) == ["decide", "decide", "visit"]
    assert "waits for a draw" in client.get(url).content.decode()
