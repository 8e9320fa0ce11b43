"""Money: what a case is paid, budget lines, claims, payees, receipts, recovery."""

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.queries import faults
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.programmes.definition.whole import restored
from qinglan.programmes.domain.award import grant_award
from qinglan.programmes.domain.budget import open_budget_line
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.joint_check import conclude_with_objection, enter_reply
from qinglan.programmes.domain.payee import confirm_payee, enter_payee
from qinglan.programmes.domain.payment import (
    approve_payment,
    enter_receipt,
    recover_payment,
    request_payments,
    stop_payment,
)
from qinglan.programmes.judging.amounts import amounts
from qinglan.programmes.models import Award, Case, Claim, DepartmentReply, Entitlement, Reply, Round
from qinglan.programmes.queries.money import entitlements_seen_by, standing_of
from tests.programmes import making
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.support.people import assign, join, person

DEAL = ("技-1", "200000", False)


@pytest.fixture
def chief(officer: Any) -> Any:
    """A second officer, who approves."""
    return person("chief", "officer")


@pytest.fixture
def round_(officer: Any) -> Round:
    return making.open_round(officer, paying_scheme())


def approved(officer: Any, chief: Any, case: Case, line: Any) -> Entitlement:
    payee_of(officer, case)
    one = work_out_entitlements(acting_user=officer, case=case)[0]
    return approve_payment(acting_user=chief, entitlement=one, line=line)


def requested(officer: Any, chief: Any, case: Case, line: Any) -> Entitlement:
    one = approved(officer, chief, case, line)
    request_payments(acting_user=officer, entitlements=[one], issuer="青川市科学技术局", addressee="市财政局")
    one.refresh_from_db()
    return one


@pytest.mark.django_db
def test_from_the_budget_to_the_receipt_and_back(officer: Any, chief: Any, round_: Round) -> None:
    case, line = at_payment(officer, round_, 1, DEAL), line_of(officer, round_)
    one = requested(officer, chief, case, line)
    assert standing_of(line) == {"amount": 10_000_000, "free": 8_000_000, "promised": 2_000_000, "paid": 0}
    enter_receipt(acting_user=officer, entitlement=one, number="付-1", on=date(2026, 2, 2))
    case.refresh_from_db()
    assert (case.status, standing_of(line)["paid"]) == ("granted", 2_000_000)
    with pytest.raises(Impossible, match=r"At most 20,000\.00 yuan"):
        recover_payment(
            acting_user=officer, entitlement=one, amount=2_000_001, number="退-1", on=date(2026, 3, 1),
            reason="骗补",
        )  # fmt: skip
    recover_payment(
        acting_user=officer,
        entitlement=one,
        amount=500_000,
        number="退-1",
        on=date(2026, 3, 1),
        reason="多付",
    )
    assert standing_of(line) == {"amount": 10_000_000, "free": 8_500_000, "promised": 0, "paid": 1_500_000}
    assert faults() == []


@pytest.mark.django_db
def test_related_parties_and_rows_without_a_number_stay_out_with_their_reason(
    officer: Any, round_: Round
) -> None:
    rows = (DEAL, ("技-2", "100000", True), ("", "100000", False), ("技-1", "9", False))
    one = work_out_entitlements(acting_user=officer, case=at_payment(officer, round_, 1, *rows))[0]
    assert one.amount == 2_000_000
    assert [(row["counts"], row["reason"]["en"]) for row in one.lines["rows"]] == [
        (True, "counts"),
        (False, "a deal between related parties doesn't count"),
        (False, "has no number and doesn't count"),
        (False, "the same as row 1; counts once"),
    ]


@pytest.mark.django_db
def test_a_deal_is_claimed_once_and_the_second_names_the_first(
    officer: Any, chief: Any, round_: Round
) -> None:
    first, second = at_payment(officer, round_, 1, DEAL), at_payment(officer, round_, 2, DEAL)
    made = work_out_entitlements(acting_user=officer, case=first)[0]
    other = work_out_entitlements(acting_user=officer, case=second)[0]
    assert (made.amount, other.amount) == (2_000_000, 0)
    assert other.lines["rows"][0]["reason"]["en"] == f"already claimed by {first.number}"
    stop_payment(acting_user=officer, entitlement=made, reason="撤回")
    assert work_out_entitlements(acting_user=officer, case=second)[0].amount == 2_000_000
    first.refresh_from_db()
    assert first.status == "refused"


@pytest.mark.django_db
def test_the_year_of_an_organisation_has_its_cap(officer: Any) -> None:
    one = making.open_round(officer, paying_scheme(cap_organisation_year="60000"))
    first = at_payment(officer, one, 1, ("技-1", "900000", False), subject="甲")
    assert work_out_entitlements(acting_user=officer, case=first)[0].amount == 5_000_000
    second = at_payment_of(officer, one, first.applicant, ("技-2", "900000", False))
    assert work_out_entitlements(acting_user=officer, case=second)[0].amount == 1_000_000


def at_payment_of(officer: Any, one: Round, organisation: Any, *deals: Any) -> Case:
    """A second case of an organisation that there is already."""
    made = at_payment(officer, one, 9, *deals, subject="乙")
    made.applicant = organisation
    made.save(update_fields=["applicant"])
    return made


@pytest.mark.django_db
def test_a_cost_that_another_scheme_pays_brings_nothing(officer: Any) -> None:
    other = making.open_round(officer, paying_scheme("other-subsidy"))
    first = at_payment(officer, other, 1, ("技-1", "200000", False))
    work_out_entitlements(acting_user=officer, case=first)
    one = making.open_round(officer, paying_scheme(excludes=["other-subsidy"]))
    second = at_payment(officer, one, 9, ("技-7", "200000", False))
    second.applicant = first.applicant
    second.save(update_fields=["applicant"])
    made = work_out_entitlements(acting_user=officer, case=second)[0]
    assert made.amount == 0
    assert made.lines["excluded"]["en"] == f"{first.number} already pays for this cost; it isn't paid twice"


@pytest.mark.django_db
def test_a_payee_that_changes_after_the_approval_waits_for_a_second_person(
    officer: Any, chief: Any, round_: Round
) -> None:
    case, line = at_payment(officer, round_, 1, DEAL), line_of(officer, round_)
    with pytest.raises(Impossible, match="in the name of"):
        enter_payee(
            acting_user=officer, organisation=case.applicant, account_name="别人公司", bank="银行",
            number="6222000011112222",
        )  # fmt: skip
    one = requested(officer, chief, case, line)
    new = payee_of(officer, case, "6222999911112222")
    assert new.needs_second
    with pytest.raises(Impossible, match="changed after the approval"):
        enter_receipt(acting_user=officer, entitlement=one, number="付-1", on=clock.today())
    with pytest.raises(Impossible, match="You entered this account yourself"):
        confirm_payee(acting_user=officer, account=new)
    confirm_payee(acting_user=chief, account=new)
    paid = enter_receipt(acting_user=officer, entitlement=one, number="付-1", on=clock.today())
    assert (paid.state, paid.payee_id) == ("paid", new.pk)


@pytest.mark.django_db
def test_nobody_approves_what_he_worked_out_and_a_line_has_no_more_than_it_has(
    officer: Any, chief: Any, round_: Round
) -> None:
    case, line = at_payment(officer, round_, 1, DEAL), line_of(officer, round_, 10_000)
    payee_of(officer, case)
    one = work_out_entitlements(acting_user=officer, case=case)[0]
    with pytest.raises(Impossible, match="You worked this out yourself"):
        approve_payment(acting_user=officer, entitlement=one, line=line)
    with pytest.raises(Impossible):
        approve_payment(acting_user=chief, entitlement=one, line=line)
    one.refresh_from_db()
    assert (one.state, standing_of(line)["free"]) == ("worked_out", 1_000_000)
    with pytest.raises(Impossible, match="entered already"):
        line_of(officer, round_)


@pytest.mark.django_db
def test_who_sees_and_does_what(officer: Any, chief: Any, round_: Round) -> None:
    case = at_payment(officer, round_, 1, DEAL)
    one = work_out_entitlements(acting_user=officer, case=case)[0]
    member, stranger, east = person("member"), person("stranger"), person("east")
    join(member, case.applicant)
    from qinglan.kernel.codes.models import Territory

    assign(east, "officer", territory=Territory.objects.get(code="990101"))
    auditor = person("inspector")
    assign(auditor, "inspector", valid_to=date(2099, 1, 1), purpose="审计（演示）")
    sees = {
        user.username: bool(answer(user, "programmes.see_entitlement", one))
        for user in (officer, member, stranger, east, auditor)
    }
    assert sees == {"officer": True, "member": True, "stranger": False, "east": False, "inspector": True}
    listed = {
        user.username: entitlements_seen_by(user).filter(pk=one.pk).exists()
        for user in (officer, member, stranger, east, auditor)
    }
    assert listed == sees
    for user in (member, stranger, east, auditor):
        with pytest.raises(PermissionRefused):
            work_out_entitlements(acting_user=user, case=case)
        with pytest.raises(PermissionRefused):
            stop_payment(acting_user=user, entitlement=one, reason="x")
        with pytest.raises(PermissionRefused):
            open_budget_line(
                acting_user=user, programme=round_.version.programme, year=2026, document="x", custodian="x",
                amount=1, on=date(2026, 1, 1),
            )  # fmt: skip


def at_once(*acts: Any) -> list[str]:
    """Do all in threads of their own, which begin together; what became of each."""
    outcomes: list[str] = [""] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(place: int) -> None:
        ready.wait(10)
        try:
            acts[place]()
            outcomes[place] = "done"
        except (Impossible, IntegrityError) as refusal:
            outcomes[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_on_the_last_money(officer: Any, chief: Any, round_: Round) -> None:
    line = line_of(officer, round_, 30_000)
    made = []
    for number in (1, 2):
        case = at_payment(officer, round_, number, (f"技-{number}", "200000", False))
        payee_of(officer, case)
        made.append(work_out_entitlements(acting_user=officer, case=case)[0])
    # The race: both read enough money before either takes it.
    assert all(standing_of(line)["free"] >= one.amount for one in made)
    outcomes = at_once(
        *(lambda one=one: approve_payment(acting_user=chief, entitlement=one, line=line) for one in made)
    )
    assert outcomes == ["Refused", "done"]
    assert standing_of(line) == {"amount": 3_000_000, "free": 1_000_000, "promised": 2_000_000, "paid": 0}
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_two_claims_of_one_contract_at_once(officer: Any, round_: Round) -> None:
    cases = [at_payment(officer, round_, number, DEAL) for number in (1, 2)]
    programme = round_.version.programme

    # Without the scheme's lock both find the deal free; only the constraint stops the second.
    looked = threading.Barrier(2)

    def careless(case: Case) -> None:
        with transaction.atomic():
            taken = Claim.objects.filter(programme=programme, key="技-1", released_at__isnull=True).exists()
            looked.wait(10)
            assert not taken
            Claim.objects.create(programme=programme, key="技-1", case=case, row=1, claimed_at=clock.now())

    assert at_once(*(lambda case=case: careless(case) for case in cases)) == ["IntegrityError", "done"]
    Claim.objects.update(released_at=clock.now())
    outcomes = at_once(
        *(lambda case=case: work_out_entitlements(acting_user=officer, case=case) for case in cases)
    )
    assert outcomes == ["done", "done"]
    assert sorted(Entitlement.objects.values_list("amount", flat=True)) == [0, 2_000_000]
    assert Claim.objects.filter(released_at__isnull=True).count() == 1


CAPPED = restored(paying_scheme(cap_organisation_year="60000"))


@given(
    values=st.lists(st.decimals(0, 10**7, places=2), max_size=6),
    before=st.decimals(0, 10**6, places=2),
)
def test_no_cap_is_ever_exceeded_and_nothing_is_negative(values: list[Decimal], before: Decimal) -> None:
    table = [{"registration": f"技-{n}", "value": value, "related": False} for n, value in enumerate(values)]
    result = amounts(CAPPED, {}, {"deals": table}, paid={"subsidy": before})
    amount = result.lines[0].amount
    assert amount is not None
    left = max(Decimal(60_000) - before, Decimal(0))
    assert Decimal(0) <= amount <= min(Decimal(50_000), left)
    assert amount == min(
        (sum(values, Decimal(0)) / 10).quantize(Decimal("0.01"), "ROUND_HALF_UP"), Decimal(50_000), left
    )


def granted_at_payment(officer: Any, round_: Round) -> Case:
    """A case whose decision was granted, so that there is an award, and that is now at its payment."""
    case = at_payment(officer, round_, 1, DEAL)
    grant_award(acting_user=officer, case=case)
    return case


@pytest.mark.django_db
def test_a_stopped_payment_ends_case_and_award_together(officer: Any, round_: Round) -> None:
    case = granted_at_payment(officer, round_)
    manager = person("manager")
    join(manager, case.applicant)
    one = work_out_entitlements(acting_user=officer, case=case)[0]
    stop_payment(acting_user=officer, entitlement=one, reason="合同已解除")
    case.refresh_from_db()
    award = Award.objects.get(case=case)
    assert (case.status, award.state, award.ended_on) == ("refused", "revoked", clock.today())
    assert award.changes.latest("pk").reason == "not granted after all: 合同已解除"
    told = Message.objects.filter(recipient=manager).values_list("template", flat=True)
    assert "programmes.refused" in told


@pytest.mark.django_db
def test_where_the_scheme_says_so_the_award_outlives_a_stopped_payment(officer: Any) -> None:
    content = paying_scheme()
    content["steps"]["steps"][1]["next"]["stopped"] = "granted"
    case = granted_at_payment(officer, making.open_round(officer, content))
    one = work_out_entitlements(acting_user=officer, case=case)[0]
    stop_payment(acting_user=officer, entitlement=one, reason="自愿放弃")
    case.refresh_from_db()
    assert (case.status, Award.objects.get(case=case).state) == ("granted", "in_force")


@pytest.mark.django_db
def test_the_page_says_what_stopping_means(officer: Any, client: Any, round_: Round) -> None:
    case = granted_at_payment(officer, round_)
    one = work_out_entitlements(acting_user=officer, case=case)[0]
    client.force_login(officer)
    client.cookies["qinglan_language"] = "en"
    page = client.get(reverse("awards:pay", args=[one.pk, "stop"])).content.decode()
    assert "the award that was made of it ends with it" in page
    stop_payment(acting_user=officer, entitlement=one, reason="合同已解除")
    page = client.get(case.get_absolute_url()).content.decode()
    assert f"{Award.objects.get(case=case).number} · revoked" in page


@pytest.mark.django_db
def test_an_objection_before_the_payment_ends_the_award_too(officer: Any) -> None:
    content = paying_scheme()
    pay = content["steps"]["steps"][1]
    content["steps"]["steps"] = [
        {**content["steps"]["steps"][0], "next": {"submitted": "joint"}},
        making.step(
            "joint", "joint_check", "departments", "in_decision", {"clear": "pay", "hit": "refused"},
            moment="promulgation",
        ),
        pay,
    ]  # fmt: skip
    case = making.submitted(officer, making.open_round(officer, content))
    award = grant_award(acting_user=officer, case=case)
    asked = DepartmentReply.objects.get(case=case)
    enter_reply(acting_user=officer, reply=asked, answer=Reply.HIT, reason="列入严重失信")
    conclude_with_objection(acting_user=officer, case=case, reason="列入严重失信主体名单", clause="第六条")
    award.refresh_from_db()
    last = award.changes.latest("pk")
    assert (award.state, last.reason) == ("revoked", "not granted after all: 列入严重失信主体名单")
