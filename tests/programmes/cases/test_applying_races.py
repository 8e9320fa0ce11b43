"""Two at once: first the race without the lock, then what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.programmes.domain.case import begin_case, withdraw_case
from qinglan.programmes.domain.case_draft import save_section
from qinglan.programmes.domain.case_submit import submit_case
from qinglan.programmes.domain.round import create_round
from qinglan.programmes.models import Case, CaseDraft, CaseRevision, Round
from tests.programmes.applying import applicant, begun, fill, opened, plan, revision_of, scheme
from tests.support.people import join, person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread of its own; their results, a refusal as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            with translation.override("en"):
                return act()
        except (StaleEdit, Impossible, IntegrityError) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_without_the_constraint_two_would_begin_two_cases(officer: Any) -> None:
    one = opened(officer)
    firm, user = applicant(officer)
    both_have_read = Barrier(2, timeout=10)

    def naive() -> bool:
        with transaction.atomic():
            seen = Case.objects.filter(round=one, applicant=firm).exists()
            both_have_read.wait()
            return seen

    assert at_once([naive, naive]) == [False, False]  # Both believe that there is none.
    for number in (1, 2):
        values: dict[str, Any] = {
            "round": one, "version": one.version, "applicant": firm, "applicant_name": firm.name,
            "territory": firm.territory, "begun_by": user, "begun_at": clock.now(),
        }  # fmt: skip
        if number == 1:
            Case.objects.create(**values)
        else:
            with pytest.raises(IntegrityError, match="one_case_per_applicant_subject_and_round"):
                Case.objects.create(**values)


@pytest.mark.parametrize("attempt", range(3))
def test_begun_twice_at_once_it_is_one_case(officer: Any, attempt: int) -> None:
    one = opened(officer)
    firm, user = applicant(officer)
    colleague = person("colleague")
    join(colleague, firm)
    start = Barrier(2, timeout=10)

    def begin(who: Any) -> int:
        start.wait()
        return int(begin_case(acting_user=who, round=one, applicant=firm).pk)

    first, second = at_once([lambda: begin(user), lambda: begin(colleague)])
    assert first == second
    assert (Case.objects.count(), CaseDraft.objects.count()) == (1, 1)


@pytest.mark.parametrize("attempt", range(3))
def test_submitted_twice_at_once_it_is_one_submission(officer: Any, attempt: int) -> None:
    case, user = begun(officer)
    fill(user, case)
    seen = revision_of(case)
    start = Barrier(2, timeout=10)

    def submit() -> int:
        start.wait()
        return int(submit_case(acting_user=user, case=Case.objects.get(pk=case.pk), seen_revision=seen).pk)

    first, second = at_once([submit, submit])
    assert first == second
    assert CaseRevision.objects.count() == 1
    assert Case.objects.exclude(number="").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_firms_that_submit_at_once_get_two_numbers_without_a_gap(officer: Any, attempt: int) -> None:
    one = opened(officer)
    cases = [begun(officer, number, one, f"manager-{number}") for number in (1, 2)]
    for case, user in cases:
        fill(user, case)
    seen = [revision_of(case) for case, _user in cases]
    start = Barrier(2, timeout=10)

    def submit(index: int) -> int:
        start.wait()
        case, user = cases[index]
        return submit_case(acting_user=user, case=case, seen_revision=seen[index]).number

    assert at_once([lambda: submit(0), lambda: submit(1)]) == [1, 1]
    assert sorted(number[-4:] for number in Case.objects.values_list("number", flat=True)) == ["0001", "0002"]


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_save_the_same_form_at_once_one_sees_the_other(officer: Any, attempt: int) -> None:
    case, user = begun(officer)
    start = Barrier(2, timeout=10)

    def save(product: str) -> str:
        start.wait()
        save_section(
            acting_user=user, case=case, section="summary", answers={"product": product}, seen_revision=0
        )
        return product

    results = at_once([lambda: save("甲"), lambda: save("乙")])
    assert results.count(StaleEdit) == 1
    kept = next(result for result in results if result is not StaleEdit)
    assert CaseDraft.objects.get(case=case).answers["product"] == kept


@pytest.mark.parametrize("attempt", range(3))
def test_withdrawn_while_it_is_submitted_it_is_the_one_or_the_other(officer: Any, attempt: int) -> None:
    case, user = begun(officer)
    fill(user, case)
    seen = revision_of(case)
    start = Barrier(2, timeout=10)

    def submit() -> str:
        start.wait()
        submit_case(acting_user=user, case=case, seen_revision=seen)
        return "submitted"

    def withdraw() -> str:
        start.wait()
        withdraw_case(acting_user=user, case=case)
        return "withdrawn"

    results = at_once([submit, withdraw])
    case.refresh_from_db()
    assert results in (["submitted", "withdrawn"], [Impossible, "withdrawn"])
    assert case.status == "withdrawn"
    assert case.revisions.count() == (results[0] == "submitted")


def test_two_rounds_prepared_at_once_get_two_numbers(officer: Any) -> None:
    version = scheme(officer)
    start = Barrier(2, timeout=10)

    def create() -> int:
        start.wait()
        return create_round(acting_user=officer, version=version, plan=plan()).number

    assert sorted(at_once([create, create])) == [1, 2]
    assert Round.objects.count() == 2
