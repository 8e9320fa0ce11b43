"""After the handing in: experts, differences, green tag, change, cancellation, an ended contract."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from qinglan.contracts import following
from qinglan.contracts.domain import registration as writing
from qinglan.contracts.domain import registration_change as changes
from qinglan.contracts.domain import registration_desk as desk
from qinglan.contracts.domain import registration_difference as differences
from qinglan.contracts.domain import registration_filing as filing
from qinglan.contracts.domain import registration_green as green
from qinglan.contracts.domain import registration_office as offices
from qinglan.contracts.domain import registration_review as reviews
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.models import (
    Attention,
    ChangeKind,
    ContractState,
    Registration,
    RegistrationState,
    ReviewBecause,
    ReviewOutcome,
)
from qinglan.contracts.registering.periods import decide_by
from qinglan.contracts.registering.reading import checked
from qinglan.kernel import clock
from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.outages.domain.outage import certify_outage
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from tests.contracts.registering import made
from tests.support.people import person

pytestmark = pytest.mark.django_db
LARGE = 5_000_000_00


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.people()


def experts(who: dict[str, Any], count: int = 3) -> list[Any]:
    from qinglan.parties.models import Expert

    return [
        Expert.objects.create(
            name=f"专家 {n}（演示）", name_key=f"{n}", state="in_pool", state_on=date(2026, 1, 5), route="application",
            confirmed_by=who["officer"], confirmed_at=clock.now(), created_at=clock.now(), created_by=who["officer"],
        )
        for n in range(count)
    ]  # fmt: skip


def large(who: dict[str, Any]) -> Registration:
    return made.registration(who, "accepted", amount=LARGE, technology_amount=LARGE)


def test_a_large_one_does_not_pass_without_experts(who: dict[str, Any]) -> None:
    row = large(who)
    assert "large" in {one.finding.code for one in checked(row)}
    with pytest.raises(Impossible, match="专家评审"):
        desk.pass_registration(acting_user=who["registrar"], row=row)
    Registration.objects.filter(pk=row.pk).update(technology_amount=LARGE - 1, amount=LARGE - 1)
    row.refresh_from_db()
    assert desk.pass_registration(acting_user=who["registrar"], row=row).state == RegistrationState.PASSED


def test_three_opinions_conclude_the_review_and_the_office_has_thirty_days(who: dict[str, Any]) -> None:
    row = large(who)
    reviews.open_review(acting_user=who["registrar"], row=row, because=ReviewBecause.LARGE)
    row.refresh_from_db()
    assert (row.state, row.due_on) == (
        RegistrationState.REVIEW,
        decide_by(date(2026, 1, 12), with_experts=True),
    )
    for place, expert in enumerate(experts(who)):
        with pytest.raises(Impossible, match=str(place)):
            reviews.conclude_review(
                acting_user=who["registrar"], row=row, outcome=ReviewOutcome.TECHNICAL, conclusion="演示"
            )
        row.refresh_from_db()
        opinion = {"expert": expert, "is_technical": True, "text": "属于技术合同（演示）"}
        reviews.enter_opinion(acting_user=who["registrar"], row=row, **opinion)
        row.refresh_from_db()
        with pytest.raises(Impossible) as refusal:
            reviews.enter_opinion(acting_user=who["registrar"], row=row, **opinion)
        assert refusal.value.field == "expert"
        row.refresh_from_db()
    row = reviews.conclude_review(
        acting_user=who["registrar"], row=row, outcome=ReviewOutcome.TECHNICAL, conclusion="一致同意（演示）"
    )
    assert row.state == RegistrationState.ACCEPTED
    assert desk.pass_registration(acting_user=who["registrar"], row=row).state == RegistrationState.PASSED


def test_an_expert_with_a_tie_to_a_party_does_not_review(who: dict[str, Any]) -> None:
    row = large(who)
    reviews.open_review(
        acting_user=who["registrar"], row=row, because="disputed", note="价格明显偏高（演示）"
    )
    row.refresh_from_db()
    expert = experts(who, 1)[0]
    expert.employers.create(organisation=who["buyer_unit"], valid_from=date(2020, 1, 1))
    with pytest.raises(Impossible) as refusal:
        reviews.enter_opinion(
            acting_user=who["registrar"], row=row, expert=expert, is_technical=True, text="演示"
        )
    assert refusal.value.field == "expert"
    assert who["buyer_unit"].name in refusal.value.message


@pytest.mark.parametrize(
    ("outcome", "state"), [("none", RegistrationState.REFUSED), ("lower", RegistrationState.RETURNED)]
)
def test_what_the_experts_find_is_done(who: dict[str, Any], outcome: str, state: str) -> None:
    row = large(who)
    reviews.open_review(acting_user=who["registrar"], row=row, because="large")
    row.refresh_from_db()
    for expert in experts(who):
        reviews.enter_opinion(
            acting_user=who["registrar"], row=row, expert=expert, is_technical=False, text="演示"
        )
        row.refresh_from_db()
    row = reviews.conclude_review(
        acting_user=who["registrar"], row=row, outcome=ReviewOutcome(outcome), conclusion="设备占比过高（演示）",
        technology_amount=100_000_00,
    )  # fmt: skip
    assert (row.state, row.reason) == (state, "设备占比过高（演示）")


def test_other_values_of_the_certificate_hold_and_are_flagged(who: dict[str, Any]) -> None:
    row = made.registration(who, "handed_over")
    row = filing.enter_number(
        acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today(),
        technology_amount=1_600_000_00,
    )  # fmt: skip
    assert (row.technology_amount, row.attention) == (1_600_000_00, Attention.DIFFERENCES)
    one = row.differences.get()
    assert (one.field, one.ours, one.theirs, one.settled_at) == (
        "technology_amount",
        "200万元",
        "160万元",
        None,
    )
    row = differences.settle_difference(
        acting_user=who["member"], row=row, difference=one, settled_as="登记处核减（演示）"
    )
    assert (row.attention, row.differences.get().settled_as) == ("", "登记处核减（演示）")
    with pytest.raises(Impossible):
        differences.settle_difference(acting_user=who["member"], row=row, difference=one, settled_as="再次")


def test_a_technology_value_above_the_price_is_refused_on_the_certificate_too(who: dict[str, Any]) -> None:
    row = made.registration(who, "handed_over")
    with pytest.raises(Impossible) as refusal:
        filing.enter_number(
            acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today(),
            technology_amount=made.PRICE + 1,
        )  # fmt: skip
    assert refusal.value.field == "technology_amount"


def test_an_amended_contract_shows_as_difference_of_what_was_filed(who: dict[str, Any]) -> None:
    row = made.draft(who)
    Registration.objects.filter(pk=row.pk).update(state="handed_over", handed_over_on=clock.today())
    contract = row.contract
    assert contract is not None
    contract.amount = 1_800_000_00
    contract.save()
    assert differences.compare_with_contract(acting_user=who["member"], contract=contract) == 1
    one = row.differences.get()
    assert (one.source, one.field, one.ours, one.theirs) == ("contract", "amount", "200万元", "180万元")
    assert differences.compare_with_contract(acting_user=who["member"], contract=contract) == 1
    assert row.differences.count() == 1


def test_the_unit_is_asked_to_look_until_it_says_what_the_difference_means(who: dict[str, Any]) -> None:
    row = made.draft(who)
    Registration.objects.filter(pk=row.pk).update(
        state="registered", national_number=made.NUMBER, registered_on=date(2026, 2, 2)
    )
    assert row.contract is not None
    row.contract.ends_on = date(2029, 1, 9)
    row.contract.save()
    following.tell_amended(who["member"], row.contract)
    looks = Todo.objects.filter(subject_key=str(row.pk), kind="contracts.look_at_registration")
    assert [one.state for one in looks] == ["open"]
    row.refresh_from_db()
    differences.settle_difference(
        acting_user=who["member"],
        row=row,
        difference=row.differences.get(),
        settled_as="已在国家系统变更（演示）",
    )
    assert [one.state for one in looks.all()] == ["done"]


def test_a_draft_takes_over_what_the_contract_says_now(who: dict[str, Any]) -> None:
    row = made.draft(who)
    assert row.contract is not None
    row.contract.amount = 1_800_000_00
    row.contract.save()
    differences.compare_with_contract(acting_user=who["member"], contract=row.contract)
    row.refresh_from_db()
    assert (row.amount, row.technology_amount, row.differences.count()) == (1_800_000_00, None, 0)


def test_a_change_is_done_when_the_national_system_did_it(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    with pytest.raises(Impossible):
        changes.ask_change(
            acting_user=who["member"], row=row, kind=ChangeKind.CHANGE, reason="演示", values={}
        )
    with pytest.raises(Impossible) as refusal:
        changes.ask_change(
            acting_user=who["member"], row=row, kind=ChangeKind.CHANGE, reason="演示", values={"amount": 100}
        )
    assert refusal.value.field == "technology_amount"
    new = {"amount": 1_500_000_00, "technology_amount": 1_500_000_00, "ends_on": date(2027, 1, 9)}
    changes.ask_change(
        acting_user=who["member"], row=row, kind=ChangeKind.CHANGE, reason="补充协议（演示）", values=new
    )
    row.refresh_from_db()
    assert (row.attention, row.amount) == (Attention.CHANGE_ASKED, made.PRICE)
    with pytest.raises(PermissionRefused):
        changes.settle_change(acting_user=who["member"], row=row, done=True, on=clock.today())
    row = changes.settle_change(acting_user=who["registrar"], row=row, done=True, on=clock.today())
    assert (row.amount, row.technology_amount, row.ends_on, row.attention, row.state) == (
        1_500_000_00, 1_500_000_00, date(2027, 1, 9), "", "registered",
    )  # fmt: skip


def test_a_declined_change_leaves_everything(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    changes.ask_change(
        acting_user=who["member"],
        row=row,
        kind=ChangeKind.CHANGE,
        reason="演示",
        values={"title": "新名称（演示）"},
    )
    row.refresh_from_db()
    with pytest.raises(Impossible) as refusal:
        changes.settle_change(acting_user=who["registrar"], row=row, done=False, on=clock.today())
    assert refusal.value.field == "answer"
    row = changes.settle_change(
        acting_user=who["registrar"], row=row, done=False, on=clock.today(), answer="材料不足（演示）"
    )
    assert (row.title, row.changes.get().state) == ("干法剥皮节水技术许可（演示）", "declined")


def test_a_cancelled_one_keeps_its_number_and_counts_no_more(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    changes.ask_change(acting_user=who["member"], row=row, kind=ChangeKind.CANCEL, reason="合同解除（演示）")
    row.refresh_from_db()
    row = changes.settle_change(acting_user=who["officer"], row=row, done=True, on=clock.today())
    row.refresh_from_db()
    assert (row.state, row.national_number, row.cancelled_on) == ("cancelled", made.NUMBER, clock.today())


def test_the_end_of_a_contract_withdraws_what_was_not_filed(who: dict[str, Any]) -> None:
    row = made.draft(who)
    set_contract_state(
        who["member"], locked_now(row.contract_id), ContractState.TERMINATED, "买方停产（演示）"
    )
    row.refresh_from_db()
    assert (row.state, "买方停产（演示）" in row.reason) == (RegistrationState.WITHDRAWN, True)


def test_the_end_of_a_contract_marks_what_is_registered(who: dict[str, Any]) -> None:
    row = made.draft(who)
    Registration.objects.filter(pk=row.pk).update(
        state="registered", national_number=made.NUMBER, registered_on=date(2026, 2, 2)
    )
    set_contract_state(
        who["member"], locked_now(row.contract_id), ContractState.TERMINATED, "买方停产（演示）"
    )
    row.refresh_from_db()
    assert (row.state, row.attention) == ("registered", Attention.CONTRACT_ENDED)
    kinds = Todo.objects.filter(subject_key=str(row.pk), state="open").values_list("kind", flat=True)
    assert list(kinds) == ["contracts.look_at_registration"]


def test_a_contract_in_force_asks_its_unit_to_register_it(who: dict[str, Any]) -> None:
    contract = made.made.contract(who, state="signing")
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.IN_FORCE)
    open_ones = Todo.objects.filter(
        subject_type="contracts.contract", subject_key=str(contract.pk), kind="contracts.prepare_registration"
    )
    assert [one.organisation_key for one in open_ones] == [who["owner"].pk]
    made.draft(who, contract)
    assert [one.state for one in open_ones.all()] == ["done"]


def test_the_green_tag_needs_a_ground_and_a_person(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered")
    assert [(one.basis, one.code) for one in green.suggestions(row)] == [("field", "6"), ("goal", "01")]
    assert row.is_green is False
    with pytest.raises(PermissionRefused):
        green.confirm_green(acting_user=who["member"], row=row, basis="field")
    for wrong, field in (("", "basis"), ("catalogue", "catalogue_code"), ("other", "note")):
        with pytest.raises(Impossible) as refusal:
            green.confirm_green(acting_user=who["registrar"], row=row, basis=wrong)
        assert refusal.value.field == field
    row = green.confirm_green(acting_user=who["registrar"], row=row, basis="goal")
    assert (row.is_green, row.green_basis, row.green_confirmed_by) == (True, "goal", who["registrar"])
    row = green.withdraw_green(acting_user=who["officer"], row=row, note="用途不符（演示）")
    assert (row.is_green, row.green_basis, row.green_confirmed_by) == (False, "", who["officer"])


def test_a_ground_that_the_data_contradict_is_refused(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered", tech_field="0", goal="10")
    assert green.suggestions(row) == []
    for basis in ("field", "goal"):
        with pytest.raises(Impossible) as refusal:
            green.confirm_green(acting_user=who["registrar"], row=row, basis=basis)
        assert refusal.value.field == "basis"


def test_offices_are_entered_by_officers_and_a_stale_page_is_told(who: dict[str, Any]) -> None:
    with pytest.raises(PermissionRefused):
        offices.set_registration_office(
            acting_user=who["registrar"], organisation=who["office"], works_here=True, pattern="digits_16"
        )
    with pytest.raises(Impossible) as refusal:
        offices.set_registration_office(
            acting_user=who["officer"], organisation=who["owner"], works_here=True, pattern="digits_16"
        )
    assert refusal.value.field == "organisation"
    row = offices.set_registration_office(
        acting_user=who["officer"], organisation=who["office"], works_here=False, pattern="digits_14", seen=1
    )
    assert (row.works_here, row.pattern, row.revision) == (False, "digits_14", 2)
    with pytest.raises(StaleEdit):
        offices.set_registration_office(
            acting_user=who["officer"],
            organisation=who["office"],
            works_here=True,
            pattern="digits_16",
            seen=1,
        )


def test_an_outage_on_the_last_day_gives_the_office_a_day_more(who: dict[str, Any]) -> None:
    due = date(2026, 2, 2)
    touched = made.registration(who, "accepted", due_on=due)
    later = made.registration(who, "accepted", amount=1_00, technology_amount=1_00, due_on=date(2026, 2, 6))
    end = datetime(2026, 2, 2, 18, 0, tzinfo=SHANGHAI)
    outage = certify_outage(
        acting_user=person("keeper", "administrator"),
        began=end - timedelta(hours=2),
        ended=end,
        what="机房停电（演示）",
    )
    assert outage.extended == 1
    touched.refresh_from_db()
    later.refresh_from_db()
    assert (touched.due_on, later.due_on) == (date(2026, 2, 3), date(2026, 2, 6))


def test_what_the_experts_found_must_be_stated_before_it_passes(who: dict[str, Any]) -> None:
    row = made.draft(who)
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    row = desk.accept_registration(acting_user=who["registrar"], row=row)
    reviews.open_review(acting_user=who["registrar"], row=row, because="disputed", note="设备占比（演示）")
    row.refresh_from_db()
    for expert in experts(who):
        reviews.enter_opinion(
            acting_user=who["registrar"], row=row, expert=expert, is_technical=True, text="演示"
        )
        row.refresh_from_db()
    row = reviews.conclude_review(
        acting_user=who["registrar"], row=row, outcome=ReviewOutcome.LOWER, conclusion="设备占比过高（演示）",
        technology_amount=1_700_000_00,
    )  # fmt: skip
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    with pytest.raises(Impossible, match="170万元"):
        desk.pass_registration(acting_user=who["registrar"], row=row)
    row.refresh_from_db()
    row = desk.return_registration(acting_user=who["registrar"], row=row, reason="按评审结论填写（演示）")
    costs = [writing.Item("equipment", "试验机（演示）", 300_000_00)]
    row = writing.write_amounts(
        acting_user=who["member"], row=row, amount=made.PRICE, technology_amount=1_700_000_00, costs=costs
    )
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    assert desk.pass_registration(acting_user=who["registrar"], row=row).state == RegistrationState.PASSED
