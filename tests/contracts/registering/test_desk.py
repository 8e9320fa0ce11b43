"""From a signed contract to its national number: what the unit, the office and the national system do."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain import registration as writing
from qinglan.contracts.domain import registration_desk as desk
from qinglan.contracts.domain import registration_filing as filing
from qinglan.contracts.domain import registration_paper as papers
from qinglan.contracts.domain.figure import differing_figures
from qinglan.contracts.domain.registration_change import ask_change
from qinglan.contracts.figures.queries import by_code
from qinglan.contracts.models import ChangeKind, Registration, RegistrationPaperKind, RegistrationState
from qinglan.contracts.registering.reading import checked
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from tests.contracts.registering import made
from tests.kernel.documents.samples import pdf, png

pytestmark = pytest.mark.django_db

SCAN = ("合同扫描件（演示）.png", png())


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.people()


def test_it_begins_with_what_the_contract_says(who: dict[str, Any]) -> None:
    contract = made.in_force(who)
    row = writing.prepare_registration(acting_user=who["member"], contract=contract)
    assert (row.title, row.kind, row.amount, row.signed_on, row.keeper) == (
        contract.title, "licence", made.PRICE, date(2026, 1, 10), who["owner"],
    )  # fmt: skip
    assert (row.seller_code, row.buyer_code) == (who["owner"].code, who["buyer_unit"].code)
    assert (row.seller_unit, row.buyer_unit) == (who["owner"], who["buyer_unit"])
    assert (row.technology_amount, row.is_related, row.state) == (None, False, RegistrationState.DRAFT)
    assert [one.side for one in row.sides.all()] == ["seller", "buyer"]


def test_a_contract_is_registered_once(who: dict[str, Any]) -> None:
    row = made.draft(who)
    with pytest.raises(Impossible, match=row.title):
        writing.prepare_registration(acting_user=who["member"], contract=row.contract)
    assert Registration.objects.filter(contract=row.contract).count() == 1


def test_a_technology_value_above_the_price_is_refused_beside_its_field(who: dict[str, Any]) -> None:
    row = made.draft(who)
    with pytest.raises(Impossible) as refusal:
        writing.write_amounts(
            acting_user=who["member"], row=row, amount=made.PRICE, technology_amount=2_100_000_00
        )
    assert refusal.value.field == "technology_amount"
    assert "210万元" in refusal.value.message
    assert "200万元" in refusal.value.message
    assert Registration.objects.get(pk=row.pk).technology_amount == made.PRICE


def test_values_that_do_not_add_up_are_refused_with_all_numbers(who: dict[str, Any]) -> None:
    row = made.draft(who)
    costs = [writing.Item("equipment", "试验机（演示）", 300_000_00)]
    with pytest.raises(Impossible) as refusal:
        writing.write_amounts(
            acting_user=who["member"], row=row, amount=made.PRICE, technology_amount=1_800_000_00, costs=costs
        )
    assert refusal.value.field == "technology_amount"
    for number in ("200万元", "30万元", "170万元", "180万元"):
        assert number in refusal.value.message
    assert row.costs.count() == 0
    row = writing.write_amounts(
        acting_user=who["member"], row=row, amount=made.PRICE, technology_amount=1_700_000_00, costs=costs
    )
    assert [(one.kind, one.amount) for one in row.costs.all()] == [("equipment", 300_000_00)]


def test_a_technology_value_left_open_is_reckoned_from_the_items_and_never_without_one(
    who: dict[str, Any],
) -> None:
    def kept(*costs: writing.Item) -> int | None:
        row = writing.write_amounts(
            acting_user=who["member"],
            row=Registration.objects.get(pk=draft.pk),
            amount=made.PRICE,
            technology_amount=None,
            costs=costs,
        )
        return Registration.objects.get(pk=row.pk).technology_amount

    draft = made.draft(who)
    assert kept(writing.Item("equipment", "试验机（演示）", 300_000_01)) == 1_699_999_99
    assert kept() is None
    assert kept(writing.Item("equipment", "试验机（演示）", made.PRICE)) is None


def test_the_price_is_the_contracts(who: dict[str, Any]) -> None:
    row = writing.write_amounts(
        acting_user=who["member"], row=made.draft(who), amount=1, technology_amount=made.PRICE
    )
    assert row.amount == made.PRICE


def test_what_is_missing_stops_the_handing_in_and_is_said_at_once(who: dict[str, Any]) -> None:
    row = made.draft(who, tech_field="", technology_amount=None, is_related=None)
    assert {one.finding.code for one in checked(row) if one.stops} == {
        "not_classified", "technology_missing", "relation_not_said",
    }  # fmt: skip
    with pytest.raises(Impossible, match="3"):
        desk.hand_in_registration(acting_user=who["member"], row=row)
    assert Registration.objects.get(pk=row.pk).state == RegistrationState.DRAFT


def walk(who: dict[str, Any]) -> Registration:
    return walk_from(who, made.draft(who))


def test_of_two_contracts_alike_neither_takes_the_number_of_the_other(who: dict[str, Any]) -> None:
    rows = [
        made.registration(
            who,
            "handed_over",
            contract=made.in_force(who, number=f"HT-2026-90000{n}"),
            handed_over_on=clock.today(),
        )
        for n in (1, 2)
    ]

    def enter(row: Registration) -> Registration:
        return filing.enter_number(
            acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today()
        )

    first = enter(rows[0])
    with pytest.raises(Impossible) as refusal:
        enter(rows[1])
    assert refusal.value.field == "number"
    assert made.NUMBER in str(refusal.value)
    first.refresh_from_db()
    assert (first.state, first.national_number) == (RegistrationState.REGISTERED, made.NUMBER)


def walk_from(who: dict[str, Any], row: Registration) -> Registration:
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    row = desk.accept_registration(acting_user=who["registrar"], row=row)
    row = desk.pass_registration(acting_user=who["registrar"], row=row)
    return filing.file_registration(acting_user=who["member"], row=row)


def test_the_whole_way_to_the_number(who: dict[str, Any], settings: Any) -> None:
    row = walk(who)
    year = clock.today().year
    assert row.precheck_number == f"YS-{year}-000001"
    assert row.national_number is None
    with pytest.raises(Impossible) as refusal:
        filing.enter_number(
            acting_user=who["member"], row=row, number=made.NUMBER, registered_on=clock.today()
        )
    assert refusal.value.field == "certificate"
    row = filing.enter_number(
        acting_user=who["member"], row=row, number=f" {made.NUMBER} ", registered_on=clock.today(),
        certificate=("登记证明.pdf", pdf()),
    )  # fmt: skip
    assert row.certificate is not None
    assert (row.state, row.national_number) == (RegistrationState.REGISTERED, made.NUMBER)
    kinds = list(Event.objects.filter(stream=row.key).order_by("sequence").values_list("kind", flat=True))
    assert kinds == [
        "contracts.registration-begun",
        *["contracts.registration-moved"] * 4,
        "contracts.registration-filed",
        "contracts.registration-moved",
    ]
    assert not Todo.objects.filter(
        subject_type="contracts.registration", subject_key=str(row.pk), state__in=["open", "taken"]
    ).exists()


def test_a_precheck_number_is_never_taken_for_a_national_one(who: dict[str, Any]) -> None:
    row = walk(who)
    assert row.precheck_number is not None
    for number in (row.precheck_number, row.precheck_number.replace("-", ""), "123", "2026990002000001"):
        with pytest.raises(Impossible) as refusal:
            filing.enter_number(
                acting_user=who["registrar"], row=row, number=number, registered_on=clock.today()
            )
        assert refusal.value.field == "number"


def test_a_number_that_stands_is_refused_and_its_contract_named(who: dict[str, Any]) -> None:
    first = made.registration(
        who, "registered", title="先登记的合同（演示）", amount=5_00, technology_amount=5_00
    )
    row = walk(who)
    with pytest.raises(Impossible, match="先登记的合同（演示）"):
        filing.enter_number(
            acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today()
        )
    assert first.national_number == made.NUMBER


def test_the_office_decides_within_fifteen_working_days_of_the_correction(who: dict[str, Any]) -> None:
    from qinglan.contracts.registering.periods import decide_by

    row = desk.hand_in_registration(acting_user=who["member"], row=made.draft(who))
    row = desk.accept_registration(acting_user=who["registrar"], row=row)
    assert row.due_on == decide_by(clock.today())
    row = desk.return_registration(acting_user=who["registrar"], row=row, reason="缺付款条款（演示）")
    assert (row.state, row.accepted_on, row.due_on) == (RegistrationState.RETURNED, None, None)
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    assert (row.state, row.accepted_on) == (RegistrationState.ACCEPTED, clock.today())
    assert decide_by(date(2026, 9, 1)) == date(2026, 9, 21)
    assert decide_by(date(2026, 9, 1), with_experts=True) == date(2026, 10, 19)


def test_what_looks_registered_wants_a_reason_before_it_passes(who: dict[str, Any]) -> None:
    made.registration(who, "registered", signed_on=date(2026, 1, 10))
    row = made.draft(who)
    assert "looks_registered" in {one.finding.code for one in checked(row)}
    with pytest.raises(Impossible, match=made.NUMBER):
        desk.hand_in_registration(acting_user=who["member"], row=row)
    row = writing.answer_findings(
        acting_user=who["member"], row=row, answers={"looks_registered": "第二份合同，另一条生产线（演示）"}
    )
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    row = desk.accept_registration(acting_user=who["registrar"], row=row)
    with pytest.raises(Impossible) as refusal:
        desk.pass_registration(acting_user=who["registrar"], row=row)
    assert refusal.value.field == "twin_note"
    row = desk.pass_registration(acting_user=who["registrar"], row=row, twin_note="已核对两份原件（演示）")
    assert row.state == RegistrationState.PASSED


def test_only_registrars_of_the_office_check_it(who: dict[str, Any]) -> None:
    row = desk.hand_in_registration(acting_user=who["member"], row=made.draft(who))
    for person in ("member", "buyer", "officer", "stranger"):
        with pytest.raises(PermissionRefused):
            desk.accept_registration(acting_user=who[person], row=row)


def test_who_saw_an_older_state_is_told(who: dict[str, Any]) -> None:
    row = desk.hand_in_registration(acting_user=who["member"], row=made.draft(who))
    old = Registration.objects.get(pk=row.pk)
    desk.accept_registration(acting_user=who["registrar"], row=row)
    with pytest.raises(StaleEdit):
        desk.accept_registration(acting_user=who["second"], row=old)


def test_where_the_office_works_elsewhere_the_unit_files_it_at_once(who: dict[str, Any]) -> None:
    from qinglan.contracts.models import RegistrationOffice

    RegistrationOffice.objects.update(works_here=False)
    row = made.draft(who)
    with pytest.raises(Impossible) as refusal:
        desk.hand_in_registration(acting_user=who["member"], row=row)
    assert refusal.value.field == "office"
    row = filing.file_registration(acting_user=who["member"], row=row)
    assert row.state == RegistrationState.HANDED_OVER
    kept = row.filings.get().values
    assert (kept["totalamount"], kept["buyername"]) == ("200.00", who["buyer_unit"].name)
    assert not {
        name for name in kept if "contact" in name.replace("contract", "") or "representative" in name
    }
    row = filing.bring_back_registration(acting_user=who["member"], row=row, reason="系统退回（演示）")
    assert row.state == RegistrationState.DRAFT


def test_a_refused_one_can_be_written_again(who: dict[str, Any]) -> None:
    row = walk(who)
    row = filing.enter_refusal(acting_user=who["member"], row=row, reason="不属于技术合同（演示）")
    assert (row.state, row.reason) == (RegistrationState.REFUSED, "不属于技术合同（演示）")
    row = desk.take_back_registration(acting_user=who["member"], row=row)
    assert (row.state, row.precheck_number is not None) == (RegistrationState.DRAFT, True)


def test_what_both_sides_signed_comes_along_when_it_is_handed_in(who: dict[str, Any]) -> None:
    row = made.draft(who)
    assert "no_paper" in {one.finding.code for one in checked(row)}
    paper = papers.add_registration_paper(
        acting_user=who["member"], row=row, kind=RegistrationPaperKind.CONTRACT, name=SCAN[0], content=SCAN[1]
    )
    row.refresh_from_db()
    assert "no_paper" not in {one.finding.code for one in checked(row)}
    row = desk.hand_in_registration(acting_user=who["member"], row=row)
    assert [one.file for one in row.papers.all()] == [paper.file]
    with pytest.raises(PermissionRefused):
        papers.add_registration_paper(
            acting_user=who["registrar"],
            row=row,
            kind=RegistrationPaperKind.OTHER,
            name=SCAN[0],
            content=SCAN[1],
        )
    assert bool(permissions.answer(who["registrar"], "documents.read_file", paper.file))
    assert not permissions.answer(who["stranger"], "documents.read_file", paper.file)


def test_a_refusal_of_the_office_is_re_checked_and_one_of_the_national_system_is_not(
    who: dict[str, Any],
) -> None:
    row = desk.hand_in_registration(acting_user=who["member"], row=made.draft(who))
    row = desk.accept_registration(acting_user=who["registrar"], row=row)
    row = desk.refuse_registration(acting_user=who["registrar"], row=row, reason="常规服务（演示）")
    with pytest.raises(Impossible) as refusal:
        desk.ask_recheck(acting_user=who["member"], row=row, reason=" ")
    assert refusal.value.field == "reason"
    row.refresh_from_db()
    row = desk.ask_recheck(acting_user=who["member"], row=row, reason="含专利许可（演示）")
    assert (row.state, row.reason) == (RegistrationState.HANDED_IN, "含专利许可（演示）")
    Registration.objects.filter(pk=row.pk).update(state="draft")
    row.refresh_from_db()
    row = walk_from(who, row)
    row = filing.enter_refusal(acting_user=who["member"], row=row, reason="不予登记（演示）")
    with pytest.raises(Impossible):
        desk.ask_recheck(acting_user=who["member"], row=row, reason="演示")


def test_a_number_that_a_spreadsheet_brought_in_passes_to_the_contracts_own(who: dict[str, Any]) -> None:
    row = walk(who)
    stray = made.registration(who, "registered", registered_on=clock.today(), technology_amount=1_900_000_00)
    span = (date(clock.today().year, 1, 1), date(clock.today().year, 12, 31))
    before = by_code("total", *span)
    assert before[""].contracts == 1
    row = filing.enter_number(
        acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today()
    )
    stray.refresh_from_db()
    assert (row.state, row.national_number, row.technology_amount) == (
        RegistrationState.REGISTERED, made.NUMBER, 1_900_000_00,
    )  # fmt: skip
    assert (stray.state, stray.national_number, stray.registered_on) == (
        RegistrationState.WITHDRAWN, None, None,
    )  # fmt: skip
    assert made.NUMBER in stray.reason
    assert str(row.precheck_number) in stray.reason
    assert by_code("total", *span) == before
    assert differing_figures(acting_user=system_user()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 1_000_000_00, "technology_amount": 1},
        {"buyer_code": "", "buyer_name": "丙（演示）"},
        {"contract": True},
        {"change": True},
    ],
)
def test_a_number_of_another_contract_stays_with_it(who: dict[str, Any], changes: dict[str, Any]) -> None:
    row = walk(who)
    if "contract" in changes:
        changes = {"contract": made.in_force(who, number="HT-2026-900077")}
    asked = changes.pop("change", False)
    first = made.registration(who, "registered", **changes)
    if asked:
        ask_change(acting_user=who["member"], row=first, kind=ChangeKind.CANCEL, reason="演示")
    with pytest.raises(Impossible, match=first.title) as refusal:
        filing.enter_number(
            acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today()
        )
    assert refusal.value.field == "number"
    first.refresh_from_db()
    assert first.national_number == made.NUMBER
