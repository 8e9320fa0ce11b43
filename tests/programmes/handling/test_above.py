"""What is decided above: acceptance, result, and lists that come back with their document number."""

from datetime import date
from typing import Any

import pytest

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.programmes.domain.above import Listed, Listing, enter_acceptance, enter_result, import_list
from qinglan.programmes.models import Award, Case
from tests.parties.organisations.made import verified
from tests.programmes import making
from tests.support.people import person

DOCUMENT = "工信部节函〔2025〕12号"
LISTING = Listing("", DOCUMENT, date(2026, 3, 2))

ABOVE = making.changed(
    manifest={
        **making.SMALL["manifest"],
        "slug": "sample-above",
        "decided": "above",
        "authority": "national",
    },
    steps={
        "start": "application",
        "steps": [
            making.step("application", "form", "applicant", "draft", {"submitted": "handed_up"}),
            making.step(
                "handed_up",
                "upper_acceptance",
                "officer",
                "above",
                {"accepted": "result", "returned": "correct", "declined": "refused"},
            ),
            making.step(
                "correct",
                "correction",
                "applicant",
                "in_correction",
                {"resubmitted": "handed_up", "lapsed": "lapsed"},
            ),
            making.step(
                "result", "upper_result", "officer", "above", {"listed": "granted", "not_listed": "refused"}
            ),
        ],
    },
)


@pytest.fixture
def case(officer: Any) -> Case:
    return making.submitted(officer, making.open_round(officer, ABOVE))


@pytest.mark.django_db
def test_a_case_is_followed_above_until_it_stands_on_the_list(officer: Any, case: Case) -> None:
    with pytest.raises(Impossible, match="number that the system above gave"):
        enter_acceptance(acting_user=officer, case=case, outcome="accepted")
    enter_acceptance(acting_user=officer, case=case, outcome="accepted", external_number="LS-2025-88")
    case.refresh_from_db()
    assert (case.external_number, case.step, case.status) == ("LS-2025-88", "result", "above")
    with pytest.raises(Impossible, match="document number of the list"):
        enter_result(acting_user=officer, case=case, listing=Listing("", " ", date(2026, 3, 2)))
    award = enter_result(acting_user=officer, case=case, listing=LISTING)
    assert award is not None
    case.refresh_from_db()
    assert case.status == "granted"
    assert (award.document, award.level, award.valid_from, award.valid_to, award.case_id) == (
        DOCUMENT,
        "national",
        date(2026, 3, 2),
        date(2029, 3, 1),
        case.pk,
    )
    assert list(award.changes.values_list("kind", "on", "reason")) == [("listed", date(2026, 3, 2), DOCUMENT)]


@pytest.mark.django_db
def test_a_return_from_above_goes_to_the_applicant_with_the_words_of_above(officer: Any, case: Case) -> None:
    with pytest.raises(Impossible, match="Say why"):
        enter_acceptance(acting_user=officer, case=case, outcome="returned")
    enter_acceptance(
        acting_user=officer, case=case, outcome="returned", reason="缺能耗台账", clause="通知第三条"
    )
    case.refresh_from_db()
    item = case.items.get(state="open")
    assert (case.status, list(item.points.values_list("text", "clause"))) == (
        "in_correction",
        [("缺能耗台账", "通知第三条")],
    )


@pytest.mark.django_db
def test_who_is_not_listed_hears_why_and_a_second_result_is_too_late(officer: Any, case: Case) -> None:
    enter_acceptance(acting_user=officer, case=case, outcome="accepted", external_number="1")
    with pytest.raises(PermissionRefused):
        enter_result(acting_user=person("nobody"), case=case, listing=LISTING)
    with pytest.raises(Impossible, match="Say why"):
        enter_result(acting_user=officer, case=case, listing=None)
    assert enter_result(acting_user=officer, case=case, listing=None, reason="未通过评审") is None
    case.refresh_from_db()
    assert case.status == "refused"
    with pytest.raises(StaleEdit):
        enter_result(acting_user=officer, case=case, listing=LISTING)


@pytest.mark.django_db
def test_a_list_ends_waiting_cases_enters_others_and_takes_off_the_removed(officer: Any, case: Case) -> None:
    enter_acceptance(acting_user=officer, case=case, outcome="accepted", external_number="1")
    other = verified(officer, 2)
    rows = [
        Listed(case.applicant, "", LISTING),
        Listed(other, "", Listing("N-2", DOCUMENT, date(2026, 3, 2))),
    ]
    version = case.version

    def bring(rows: list[Listed]) -> int:
        return import_list(acting_user=officer, version=version, rows=rows, source="名单.xlsx")

    assert bring(rows) == 2
    assert bring(rows) == 0
    assert list(Award.objects.order_by("id").values_list("holder", "case", "state")) == [
        (case.applicant_id, case.pk, "in_force"),
        (other.pk, None, "in_force"),
    ]
    off = Listed(other, "", Listing("", "工信厅节函〔2026〕9号", date(2026, 5, 6)), removed=True)
    assert bring([off]) == 1
    award = Award.objects.get(holder=other)
    assert (award.state, award.ended_on) == ("revoked", date(2026, 5, 6))
    third = verified(officer, 3)
    with pytest.raises(Impossible, match="The number N-2 belongs to"):
        bring([Listed(third, "", Listing("N-2", DOCUMENT, date(2026, 3, 2)))])
