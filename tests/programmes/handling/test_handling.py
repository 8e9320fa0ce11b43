"""Formal check, recommendation, joint check and decision: from the district's desk to the award."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.programmes.domain import check, joint_check, recommendation
from qinglan.programmes.domain.award import issue_award_certificate, last_day, next_number
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.models import (
    Award,
    Case,
    DepartmentReply,
    Finding,
    Reply,
    RequirementVerdict,
    RoundQuota,
    Verdict,
)
from tests.programmes import making
from tests.support.people import assign, join, person

POINT = check.Point(text="营业执照缺盖章", clause="第五条第二款", question="licence")


@pytest.fixture
def district(city: Any) -> Any:
    who = person("east officer")
    assign(who, "officer", territory=making_territory("990101"))
    return who


@pytest.fixture
def decider(city: Any) -> Any:
    return person("decider", "decider")


def making_territory(code: str) -> Any:
    from qinglan.kernel.codes.models import Territory

    return Territory.objects.get(code=code)


def judged(officer: Any, case: Case, finding: str = "met") -> Case:
    RequirementVerdict.objects.create(
        case=case, requirement="research", moment="submission", finding=finding,
        made_at=case.begun_at, made_by=officer,
    )  # fmt: skip
    return case


def at_decision(officer: Any, round: Any, number: int) -> Case:
    case = making.submitted(officer, round, number)
    return making.walked(officer, case, "passed", "recommended", "clear", "unopposed")


@pytest.mark.django_db
def test_a_check_passes_when_every_condition_is_judged_and_not_before(officer: Any, district: Any) -> None:
    case = making.submitted(officer)
    with pytest.raises(Impossible, match="Judge these first: At least 3 % for R&D"):
        check.pass_check(acting_user=district, case=case)
    judged(officer, case, "unmet")
    with pytest.raises(Impossible, match="Not met: At least 3 % for R&D"):
        check.pass_check(acting_user=district, case=case)
    with pytest.raises(Impossible, match="Say on what you base it"):
        check.judge_requirement(
            acting_user=district, case=case, requirement="research", finding=Finding.MET, note=" "
        )
    check.judge_requirement(
        acting_user=district, case=case, requirement="research", finding=Finding.MET, note="审计报告第3页"
    )
    check.pass_check(acting_user=district, case=case)
    case.refresh_from_db()
    assert (case.step, case.status) == ("recommend", "in_check")


@pytest.mark.django_db
def test_a_correction_names_its_clauses_tells_the_applicant_and_has_a_limit(
    officer: Any, district: Any
) -> None:
    case = making.submitted(officer)
    member = person("member")
    join(member, case.applicant)
    for points, message in (([], "all of it at once"), ([check.Point("x", " ")], "Name the clause")):
        with pytest.raises(Impossible, match=message):
            check.ask_for_correction(acting_user=district, case=case, points=points)
    check.ask_for_correction(acting_user=district, case=case, points=[POINT])
    case.refresh_from_db()
    item = case.items.get(state="open")
    assert (case.status, item.step) == ("in_correction", "correct")
    assert list(item.points.values_list("text", "clause", "question")) == [
        ("营业执照缺盖章", "第五条第二款", "licence")
    ]
    assert list(Message.objects.filter(recipient=member).values_list("template", "url")) == [
        ("programmes.correction", f"/cases/{case.pk}/")
    ]
    making.walked(officer, case, "resubmitted")
    check.ask_for_correction(acting_user=district, case=case, points=[POINT])
    making.walked(officer, case, "resubmitted")
    with pytest.raises(Impossible, match="allows 2 corrections"):
        check.ask_for_correction(acting_user=district, case=case, points=[POINT])


@pytest.mark.django_db
def test_who_handles_a_case(officer: Any, district: Any, decider: Any) -> None:
    case = judged(officer, making.submitted(officer))
    west = person("west officer")
    assign(west, "officer", territory=making_territory("990102"))
    member = person("member")
    join(member, case.applicant)
    for who in (west, member, decider, person("nobody")):
        with pytest.raises(PermissionRefused):
            check.pass_check(acting_user=who, case=case)
    check.pass_check(acting_user=district, case=case)
    with pytest.raises(PermissionRefused):
        recommendation.recommend_case(acting_user=west, case=case)
    recommendation.recommend_case(acting_user=district, case=case)
    reply = DepartmentReply.objects.get(case=case)
    with pytest.raises(PermissionRefused):
        joint_check.enter_reply(acting_user=district, reply=reply, answer=Reply.CLEAR)


@pytest.mark.django_db
def test_silence_of_a_department_is_pending_and_the_last_reply_moves_the_case(officer: Any) -> None:
    case = making.walked(officer, making.submitted(officer), "passed", "recommended")
    reply = DepartmentReply.objects.get(case=case)
    assert (reply.department, reply.moment, reply.reply) == ("市发展改革委", "notice", "pending")
    with pytest.raises(Impossible, match="No department objected"):
        joint_check.conclude_with_objection(acting_user=officer, case=case, reason="x", clause="y")
    with pytest.raises(Impossible, match="what the department found"):
        joint_check.enter_reply(acting_user=officer, reply=reply, answer=Reply.HIT)
    joint_check.enter_reply(acting_user=officer, reply=reply, answer=Reply.HIT, reason="列入失信名单")
    case.refresh_from_db()
    assert case.step == "joint"
    with pytest.raises(StaleEdit) as told:
        joint_check.enter_reply(
            acting_user=officer, reply=reply, answer=Reply.CLEAR, seen=Reply.PENDING.value
        )
    assert told.value.differences == [Difference("reply", "no objection", "objection")]
    joint_check.enter_reply(acting_user=officer, reply=reply, answer=Reply.CLEAR, source="复函〔2026〕5号")
    case.refresh_from_db()
    assert (case.step, case.status) == ("notice", "on_notice")


@pytest.mark.django_db
def test_an_objection_of_a_department_ends_a_case_with_reason_and_clause(officer: Any) -> None:
    case = making.walked(officer, making.submitted(officer), "passed", "recommended")
    reply = DepartmentReply.objects.get(case=case)
    joint_check.enter_reply(acting_user=officer, reply=reply, answer=Reply.HIT, reason="列入失信名单")
    joint_check.conclude_with_objection(
        acting_user=officer, case=case, reason="列入失信名单", clause="第七条"
    )
    case.refresh_from_db()
    assert (case.status, case.items.last().clause) == ("refused", "第七条")  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_two_desks_of_a_district_cannot_pass_its_quota_together(officer: Any, district: Any) -> None:
    round = making.open_round(officer)
    RoundQuota.objects.create(round=round, territory=making_territory("990101"), quota=1)
    cases = [making.walked(officer, making.submitted(officer, round, number), "passed") for number in (1, 2)]

    def recommend(case: Case) -> str:
        try:
            with translation.override("en"):
                recommendation.recommend_case(acting_user=district, case=case)
        except Impossible as refused:
            return refused.message
        finally:
            connection.close()
        return "recommended"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(recommend, cases))
    assert said == [
        "The quota of East is 1 and 1 were recommended. Ask the city for more.",
        "recommended",
    ]


@pytest.mark.django_db
def test_a_release_makes_awards_with_numbers_without_a_gap(officer: Any, decider: Any) -> None:
    round = making.open_round(officer)
    cases = [at_decision(officer, round, number) for number in (1, 2, 3)]
    for case, prepared in zip(
        cases,
        (Prepared(Verdict.GRANT), Prepared(Verdict.REFUSE, "得分不足", "第八条"), Prepared(Verdict.GRANT)),
        strict=True,
    ):
        prepare_decision(acting_user=officer, case=case, prepared=prepared)
    decisions = [case.decisions.get() for case in cases]
    release = release_decisions(acting_user=decider, round=round, decisions=decisions, basis="第3次局务会")
    year = release.released_at.year
    assert list(Award.objects.order_by("id").values_list("number", "holder", "state")) == [
        (f"QC{year}001", cases[0].applicant_id, "in_force"),
        (f"QC{year}002", cases[2].applicant_id, "in_force"),
    ]
    assert [Case.objects.get(pk=case.pk).status for case in cases] == [
        "in_decision", "refused", "in_decision",
    ]  # fmt: skip
    award = Award.objects.get(case=cases[0])
    assert award.valid_to == last_day(
        award.valid_from, making.restored(making.SMALL).manifest.award.valid_for
    )
    issue_award_certificate(acting_user=officer, award=award)
    award.refresh_from_db()
    cases[0].refresh_from_db()
    assert cases[0].status == "granted"
    assert award.certificate is not None
    assert (award.certificate.number, award.certificate.holder_name) == (
        award.number,
        cases[0].applicant_name,
    )
    with pytest.raises(Impossible, match="issued already"):
        issue_award_certificate(acting_user=officer, award=award)


@pytest.mark.django_db
def test_a_release_is_all_or_none_and_names_what_stands_in_the_way(officer: Any, decider: Any) -> None:
    round = making.open_round(officer, total_quota=1)
    cases = [at_decision(officer, round, number) for number in (1, 2)]
    decisions = [
        prepare_decision(acting_user=officer, case=case, prepared=Prepared(Verdict.GRANT)) for case in cases
    ]

    def release(chosen: list[Any], by: Any = decider, basis: str = "会议") -> Any:
        return release_decisions(acting_user=by, round=round, decisions=chosen, basis=basis)

    with pytest.raises(PermissionRefused):
        release(decisions, by=officer)
    with pytest.raises(Impossible, match="by which meeting"):
        release(decisions, basis="")
    with pytest.raises(Impossible, match="1 awards at most; 0 were given and 2 would follow"):
        release(decisions)
    Case.objects.filter(pk=cases[0].pk).update(held_by_objection=True)
    with pytest.raises(Impossible, match="Held by an objection"):
        release([decisions[0]])
    changed = prepare_decision(
        acting_user=officer, case=cases[1], prepared=Prepared(Verdict.REFUSE, "不符", "第二条")
    )
    with pytest.raises(StaleEdit) as told:
        release([decisions[1]])
    assert told.value.differences == [Difference(str(cases[1]), "grant", "refuse")]
    assert Award.objects.count() == 0
    release([changed])
    with pytest.raises(StaleEdit) as told:
        release([changed])
    assert told.value.differences == [Difference(str(cases[1]), "refuse", "released already")]


@pytest.mark.django_db
def test_the_second_officer_who_decides_the_same_case_sees_the_first_ones_verdict(officer: Any) -> None:
    case = at_decision(officer, making.open_round(officer), 1)
    other = person("other officer", "officer")
    prepare_decision(acting_user=officer, case=case, prepared=Prepared(Verdict.GRANT), seen_revision=0)
    with pytest.raises(StaleEdit) as told:
        prepare_decision(
            acting_user=other, case=case, prepared=Prepared(Verdict.REFUSE, "不足", "第八条"), seen_revision=0
        )
    assert told.value.differences == [
        Difference("verdict", "refuse", "grant"),
        Difference("reason in words", "不足", ""),
        Difference("prepared by", "—", "officer"),
    ]


@pytest.mark.django_db
def test_who_prepared_a_decision_does_not_release_it(officer: Any) -> None:
    both = person("both", "officer", "decider")
    round = making.open_round(officer)
    case = at_decision(officer, round, 1)
    decision = prepare_decision(acting_user=both, case=case, prepared=Prepared(Verdict.GRANT))
    with pytest.raises(Impossible, match="Somebody else releases them"):
        release_decisions(acting_user=both, round=round, decisions=[decision], basis="会议")


@pytest.mark.django_db
def test_numbers_follow_their_pattern_and_begin_anew_each_year(officer: Any) -> None:
    programme = making.version(officer).programme
    assert [
        next_number(programme, pattern, 2026) for pattern in ("A{year}-{serial:03d}", "{serial}/{year}")
    ] == [
        "A2026-001",
        "1/2026",
    ]


@pytest.mark.django_db
def test_a_step_of_the_city_is_not_handled_by_the_district_and_the_applicant_reads_no_acts(
    officer: Any, district: Any
) -> None:
    from qinglan.programmes.seeing import cases_handled_by, reads_acts

    content = making.changed()
    content["steps"]["steps"][1]["owner"] = "officer"
    content["manifest"]["slug"] = "city-checks"
    case = judged(officer, making.submitted(officer, making.open_round(officer, content)))
    member = person("member")
    join(member, case.applicant)
    with pytest.raises(PermissionRefused):
        check.pass_check(acting_user=district, case=case)
    check.pass_check(acting_user=officer, case=case)
    assert [reads_acts(who, case) for who in (officer, district, member)] == [True, True, False]
    assert [case in cases_handled_by(who) for who in (officer, district, member)] == [True, True, False]


@pytest.mark.django_db
def test_a_case_that_comes_back_does_not_count_against_itself(officer: Any, district: Any) -> None:
    round = making.open_round(officer)
    RoundQuota.objects.create(round=round, territory=making_territory("990101"), quota=1)
    case = making.walked(officer, making.submitted(officer, round, 1), "passed")
    recommendation.recommend_case(acting_user=district, case=case)
    making.walked(officer, case, "clear", "unopposed", "returned", "passed")
    recommendation.recommend_case(acting_user=district, case=case)
    other = making.walked(officer, making.submitted(officer, round, 2), "passed")
    with pytest.raises(Impossible, match="The quota of East is 1"):
        recommendation.recommend_case(acting_user=district, case=other)
