"""Every rule finds what was planted for it, and nothing in a year without it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from qinglan.parties.models import Organisation, OrganisationContact
from qinglan.parties.models.interest import Interest
from qinglan.programmes.audit.anomalies import ANOMALIES, Subject, found
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payee import confirm_payee
from qinglan.programmes.domain.payment import approve_payment
from qinglan.programmes.models import Entitlement, PayeeAccount, Round
from tests.programmes import making
from tests.programmes.audit.made import case_of, decision_of, notice_of, revision_of
from tests.programmes.awarding import awarded
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.support.people import join, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(officer: Any) -> Round:
    return making.open_round(officer)


@pytest.fixture
def paying(officer: Any) -> Round:
    return making.open_round(officer, paying_scheme())


@pytest.fixture
def chief(officer: Any) -> Any:
    return person("chief", "officer")


def subject(one: Round) -> Subject:
    return Subject(one.version.programme, one.year)


def titles(one: Round, rule: str) -> list[str]:
    return [hit.title for hit in found(subject(one), [rule])[rule]]


def facts(one: Round, rule: str) -> list[tuple[str, ...]]:
    return [hit.facts for hit in found(subject(one), [rule])[rule]]


def test_a_clean_year_has_no_findings(officer: Any, chief: Any, round_: Round) -> None:
    """An ordinary case from submission to award."""
    case = case_of(officer, round_, 1)
    notice_of(officer, case, date(2026, 3, 2), date(2026, 3, 9))
    decision_of(case, officer, chief)
    awarded(officer, 1, number="QC1", case=case)
    assert {name: hits for name, hits in found(subject(round_)).items() if hits} == {}
    assert len(ANOMALIES) == 10


def test_a_notice_that_ended_a_day_short(officer: Any, round_: Round) -> None:
    case = case_of(officer, round_, 1)
    notice_of(officer, case, date(2026, 3, 2), date(2026, 3, 6))
    assert facts(round_, "notice-too-short") == [
        (
            "the scheme asks for 5 working days; on the notice stands 5 working days",
            "counted from 2026-03-02 it ends on 2026-03-10 00:00; it ended on 2026-03-07 00:00",
        )
    ]


def test_a_case_that_came_late_onto_the_list(officer: Any, round_: Round) -> None:
    case = case_of(officer, round_, 1)
    notice = notice_of(officer, case, date(2026, 3, 2), date(2026, 3, 9))
    entry = notice.entries.get()
    entry.added_at = datetime(2026, 3, 4, 2, tzinfo=UTC)
    entry.save()
    [(fact,)] = facts(round_, "notice-too-short")
    assert fact.startswith("put on the list on 2026-03-04; from then on the notice ends on 2026-03-12")


def test_a_payee_that_changed_between_approval_and_payment(officer: Any, chief: Any, paying: Round) -> None:
    case, line = at_payment(officer, paying, 1, ("技-1", "200000", False)), line_of(officer, paying)
    payee_of(officer, case)
    [one] = work_out_entitlements(acting_user=officer, case=case)
    approve_payment(acting_user=chief, entitlement=one, line=line)
    assert facts(paying, "payee-changed") == []
    new = payee_of(officer, case, "6222999911112222")
    [(approved, change)] = facts(paying, "payee-changed")
    assert approved.startswith("approved ")
    assert change.endswith("by officer, confirmed by nobody")
    confirm_payee(acting_user=chief, account=new)
    assert facts(paying, "payee-changed")[0][1].endswith("confirmed by chief")


def test_an_account_that_several_holders_share(officer: Any, paying: Round) -> None:
    cases = [at_payment(officer, paying, n, (f"技-{n}", "200000", False)) for n in (1, 2)]
    for case in cases:
        payee = payee_of(officer, case)
        [one] = work_out_entitlements(acting_user=officer, case=case)
        Entitlement.objects.filter(pk=one.pk).update(payee=payee)
    assert PayeeAccount.objects.values("number").distinct().count() == 1
    assert titles(paying, "payee-shared") == ["account …2222"]


def test_one_number_in_two_cases_however_it_is_written_and_in_another_scheme(
    officer: Any, paying: Round
) -> None:
    other = making.open_round(officer, paying_scheme("other-subsidy"))
    first = at_payment(officer, paying, 1, ("发票-No.0012", "200000", False), ("技-9", "1", False))
    second = at_payment(officer, other, 2, ("发票 no 0012", "90000", False))
    at_payment(officer, paying, 3, ("发票-0013", "200000", False))
    assert facts(paying, "claimed-twice") == [
        (
            f"{first.number} of 青川第1环保有限公司, row 1: “发票-No.0012”",
            f"{second.number} of 青川第2环保有限公司, row 1: “发票 no 0012”",
        )
    ]


def test_applicants_that_share_address_legal_person_or_contact(officer: Any, round_: Round) -> None:
    for number in (1, 2, 3):
        case = case_of(officer, round_, number)
        OrganisationContact.objects.filter(organisation=case.applicant).update(
            contact_mobile=f"1990000000{number}", legal_representative=f"代表{number}"
        )
    assert titles(round_, "shared-traits") == []
    units = Organisation.objects.filter(cases__round=round_).order_by("pk")
    units.filter(pk__in=[units[0].pk, units[1].pk]).update(address="青川市东区滨江路 1 号 2 栋")
    OrganisationContact.objects.filter(organisation__in=units[1:]).update(legal_representative="赵某某")
    OrganisationContact.objects.filter(organisation__in=[units[0], units[2]]).update(
        contact_mobile="19912345678"
    )
    assert titles(round_, "shared-traits") == [
        "the same address：青川市东区滨江路 1 号 2 栋",
        "the same legal representative：赵**",
        "the same mobile number of the contact：199****5678",
    ]


def test_a_decision_by_somebody_with_a_tie(officer: Any, chief: Any, round_: Round) -> None:
    belongs, declared, clean = (case_of(officer, round_, number) for number in (1, 2, 3))
    join(chief, belongs.applicant, valid_from=date(2020, 1, 1))
    Interest.objects.create(
        user=officer, kind="kinship", organisation=declared.applicant, declared_at=timezone.now(),
        declared_by=officer,
    )  # fmt: skip
    for case in (belongs, declared, clean):
        decision_of(case, officer, chief)
    hits = found(subject(round_), ["decided-in-conflict"])["decided-in-conflict"]
    assert [(hit.case, hit.facts[1]) for hit in hits] == [
        (declared, "declared: kinship"),
        (belongs, "belongs or belonged to the applicant: Member"),
    ]
    assert hits[0].facts[0].startswith("prepared by officer")


def test_an_award_without_a_decision(officer: Any, chief: Any, round_: Round) -> None:
    prepared, released = case_of(officer, round_, 1), case_of(officer, round_, 2)
    decision_of(prepared, officer)
    decision_of(released, officer, chief)
    awarded(officer, 1, number="A1", case=prepared)
    awarded(officer, 2, number="A2", case=released)
    awarded(officer, 3, number="A3")
    hits = found(subject(round_), ["award-without-decision"])["award-without-decision"]
    assert [(hit.title.split(" · ")[0], hit.facts[1]) for hit in hits] == [
        ("A1", "no released decision grants it"),
        ("A3", "no case leads to it"),
    ]


def test_taken_in_late_decided_alone_and_during_the_notice(officer: Any, round_: Round) -> None:
    late, alone = case_of(officer, round_, 1), case_of(officer, round_, 2)
    late.submitted_at = round_.closes_at + timedelta(seconds=1)
    late.save()
    today = timezone.now().date()
    notice_of(officer, alone, today - timedelta(days=1), today + timedelta(days=20))
    decision_of(alone, officer, officer)
    assert titles(round_, "submitted-late") == [f"{late} · {late.applicant_name}"]
    assert titles(round_, "decided-alone") == [f"{alone} · {alone.applicant_name}"]
    assert titles(round_, "decided-during-notice") == [f"{alone} · {alone.applicant_name}"]


def test_numbers_of_what_was_handed_in_count_even_where_nothing_was_paid(officer: Any, paying: Round) -> None:
    rows = json.dumps({"deals": [{"_row": 1, "registration": "合同-7", "value": "1", "related": False}]})
    for number in (1, 2):
        revision_of(officer, case_of(officer, paying, number), rows=rows)
    assert titles(paying, "claimed-twice") == ["合同-7"]
