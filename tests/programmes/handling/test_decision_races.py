"""Two officers decide one case at once; two decision makers release one batch at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from qinglan.kernel import clock
from qinglan.kernel.conflicts import StaleEdit
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.models import Award, Case, Decision, Release, Verdict, WorkItem
from tests.programmes import making
from tests.support.people import person

pytestmark = pytest.mark.django_db(transaction=True)
GRANT, REFUSE = Prepared(Verdict.GRANT), Prepared(Verdict.REFUSE, "不足", "第八条")


def at_once(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What both come to when they begin together: a value, or the difference that one is told."""
    start = Barrier(2, timeout=10)

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            with translation.override("en"):
                return act()
        except StaleEdit as stale:
            with translation.override("en"):
                return [str(difference.current) for difference in stale.differences]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, [first, second]))


@pytest.fixture
def case(officer: Any) -> Case:
    made = making.submitted(officer, making.open_round(officer), 1)
    return making.walked(officer, made, "passed", "recommended", "clear", "unopposed")


def test_without_the_lock_the_second_verdict_hides_the_first(officer: Any, case: Case) -> None:
    item = WorkItem.objects.get(case=case, state="open")
    both_have_read = Barrier(2, timeout=10)

    def naive(verdict: str) -> str:
        assert not Decision.objects.filter(item=item).exists()
        both_have_read.wait()
        values = {"verdict": verdict, "prepared_by": officer, "prepared_at": clock.now(), "case": case}
        values |= {"reason": "x", "clause": "y"}
        Decision.objects.update_or_create(item=item, defaults=values)
        return verdict

    assert sorted(at_once(lambda: naive("grant"), lambda: naive("refuse"))) == ["grant", "refuse"]
    assert Decision.objects.count() == 1  # both were told that theirs stands


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_decide_at_once_one_sees_what_the_other_decided(
    officer: Any, case: Case, attempt: int
) -> None:
    other = person("other", "officer")

    def decide(who: Any, prepared: Prepared) -> str:
        found = prepare_decision(acting_user=who, case=case, prepared=prepared, seen_revision=0)
        return str(found.verdict)

    said = at_once(lambda: decide(officer, GRANT), lambda: decide(other, REFUSE))
    kept = Decision.objects.get()
    (told,) = [one for one in said if isinstance(one, list)]
    assert kept.verdict in said
    assert told == [kept.get_verdict_display(), kept.reason, str(kept.prepared_by)]


@pytest.mark.parametrize("attempt", range(3))
def test_a_batch_that_two_release_at_once_is_released_once(officer: Any, case: Case, attempt: int) -> None:
    decision = prepare_decision(acting_user=officer, case=case, prepared=GRANT)
    first, second = person("first", "decider"), person("second", "decider")

    def release(who: Any) -> str:
        release_decisions(acting_user=who, round=case.round, decisions=[decision], basis="会议")
        return "released"

    said = at_once(lambda: release(first), lambda: release(second))
    assert sorted(map(str, said)) == ["['released already']", "released"]
    assert (Release.objects.count(), Award.objects.count()) == (1, 1)
