"""More decisions than one page shows are released together: all that stood there, or none."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.kernel.events.models import Event
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.models import Award, Case, Decision, Verdict
from qinglan.programmes.views import handling_decisions
from tests.programmes.making import open_round, submitted, walked
from tests.support.people import person

pytestmark = pytest.mark.django_db
BASIS = {"basis": "专题会议纪要第1号（演示）"}


def ready(officer: Any, one: Any, number: int, verdict: Verdict = Verdict.GRANT) -> Decision:
    """A prepared decision on a case of the numbered organisation."""
    case = walked(officer, submitted(officer, one, number), "passed", "recommended", "clear", "unopposed")
    return prepare_decision(acting_user=officer, case=case, prepared=Prepared(verdict, "理由", "第一条"))


@pytest.fixture
def decider(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A decision maker, whose pages hold two decisions each."""
    monkeypatch.setattr(handling_decisions, "PAGE", 2)
    return person("decider", "decider")


def seen_by(client: Client, address: str) -> dict[str, Any]:
    context = client.get(address).context
    return {"which": "whole", "whole": context["whole_digest"], "whole_count": context["whole"], **BASIS}


def test_all_of_all_pages_are_released_at_once(officer: Any, decider: Any) -> None:
    one = open_round(officer)
    for number in (1, 2, 3):
        ready(officer, one, number)
    client = Client()
    client.force_login(decider)
    address = reverse("handling:decisions", args=[one.pk])
    pages = [[each.case.pk for each in client.get(address, {"page": n}).context["ready"]] for n in (1, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert client.post(address, seen_by(client, address)).status_code == 302
    assert Award.objects.filter(case__in=[*pages[0], *pages[1]]).count() == 3
    assert client.get(address).context["releases"].get().count == 3


def test_what_changed_meanwhile_stops_it_all(officer: Any, decider: Any) -> None:
    one = open_round(officer)
    for number in (1, 2, 3):
        ready(officer, one, number)
    client = Client()
    client.force_login(decider)
    address = reverse("handling:decisions", args=[one.pk])
    seen = seen_by(client, address)
    ready(officer, one, 4)
    answer = client.post(address, seen)
    assert answer.status_code == 409
    assert Award.objects.filter(case__round=one).count() == 0
    assert client.post(address, seen_by(client, address)).status_code == 302


def test_held_ones_and_ones_own_are_not_among_all(officer: Any, decider: Any) -> None:
    one = open_round(officer)
    decisions = [ready(officer, one, number) for number in (1, 2, 3, 4)]
    Case.objects.filter(pk=decisions[0].case_id).update(held_by_objection=True)
    Decision.objects.filter(pk=decisions[1].pk).update(prepared_by=decider)
    client = Client()
    client.force_login(decider)
    address = reverse("handling:decisions", args=[one.pk])
    seen = seen_by(client, address)
    assert seen["whole_count"] == 2
    assert client.post(address, seen).status_code == 302
    released = Decision.objects.filter(release__isnull=False).values_list("pk", flat=True)
    assert set(released) == {decisions[2].pk, decisions[3].pk}


def test_each_verdict_of_a_batch_has_what_it_had_alone(officer: Any) -> None:
    decider = person("decider", "decider")
    outcomes = {}
    for way, numbers in (("alone", (1, 2, 3)), ("together", (4, 5, 6))):
        one = open_round(officer)
        decisions = [
            ready(officer, one, number, verdict)
            for number, verdict in zip(numbers, (Verdict.GRANT, Verdict.REFUSE, Verdict.RETURN), strict=True)
        ]
        batches = [decisions] if way == "together" else [[each] for each in decisions]
        for batch in batches:
            release_decisions(acting_user=decider, round=one, decisions=batch, basis="会议")
        cases = Case.objects.filter(round=one).order_by("pk")
        outcomes[way] = [
            (
                case.status,
                case.step,
                case.revision,
                Award.objects.filter(case=case).values_list("state", "level").first(),
                list(
                    Event.objects.filter(stream=f"case:{case.pk}")
                    .order_by("sequence")
                    .values_list("kind", flat=True)
                ),
            )
            for case in cases
        ]
    kinds = [sorted(each[4]) for each in outcomes["alone"]]
    assert [each[:4] for each in outcomes["alone"]] == [each[:4] for each in outcomes["together"]]
    assert kinds == [sorted(each[4]) for each in outcomes["together"]]
