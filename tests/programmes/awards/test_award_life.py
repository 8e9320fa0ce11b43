"""What happens to an award after the decision: duties, monitor, rectification, revocation, exit, end."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents.domain.certificate import issue_certificate
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.award_life import (
    close_rectification,
    exit_award,
    expire_awards,
    hand_in_plan,
    lift_bar,
    lift_warning,
    open_rectification,
    revoke_award,
    warn_award,
)
from qinglan.programmes.domain.case import begin_case
from qinglan.programmes.domain.duty import (
    due_days,
    hand_in_report,
    look_at_report,
    open_duties,
    save_report,
    watch_duties,
)
from qinglan.programmes.domain.monitor import watch_lights
from qinglan.programmes.models import Award, Bar, Duty, Rectification, RevocationProposal
from tests.parties.organisations.made import person_account
from tests.programmes import making
from tests.programmes.awarding import awarded, kept_scheme
from tests.support.people import join, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(officer: Any) -> Award:
    """A base of the scheme with duties and monitor, granted two years ago."""
    start = clock.today().replace(month=1, day=5) - timedelta(days=730)
    return awarded(officer, 1, kept_scheme(), granted_on=start)


@pytest.fixture
def manager(base: Award) -> Any:
    user = person_account("manager")
    join(user, base.holder)
    return user


def report(award: Award, manager: Any, transfers: str, green: str = "80") -> Duty:
    duty = Duty.objects.filter(award=award, state__in=["due", "late"]).order_by("due_on").first()
    assert duty is not None
    duty = save_report(
        acting_user=manager, duty=duty, answers={"transfers": transfers, "green_share": green},
        seen_revision=duty.revision,
    )  # fmt: skip
    return hand_in_report(acting_user=manager, duty=duty, seen_revision=duty.revision)


def kinds(award: Award) -> list[str]:
    return list(award.changes.order_by("id").values_list("kind", flat=True))


def test_a_base_goes_yellow_rectifies_fails_and_exits(officer: Any, base: Award, manager: Any) -> None:
    open_duties(acting_user=system_user(), award=base)
    duty = report(base, manager, "0")
    base.refresh_from_db()
    assert (duty.lights, base.colour, base.state) == (["no_transfer"], "yellow", "rectifying")
    one = Rectification.objects.get(award=base)
    assert one.plan_due_on is not None
    assert one.plan_due_on >= clock.today() + timedelta(days=60)
    with pytest.raises(Impossible, match="There is no plan yet"):
        close_rectification(acting_user=officer, rectification=one, passed=True, reason="已整改")
    hand_in_plan(acting_user=manager, rectification=one, plan="三月底前签两项转化合同，技术部负责。")
    close_rectification(acting_user=officer, rectification=one, passed=True, reason="现场复核通过")
    base.refresh_from_db()
    assert (base.state, base.colour) == ("in_force", "green")
    report(base, manager, "0")
    again = Rectification.objects.get(award=base, closed_on__isnull=True)
    close_rectification(acting_user=officer, rectification=again, passed=False, reason="仍无转化")
    base.refresh_from_db()
    proposal = RevocationProposal.objects.get(award=base)
    assert (base.state, proposal.ground, proposal.outcome) == ("rectifying", "not_rectified", "")
    revoke_award(acting_user=officer, award=base, ground=proposal.ground, reason="整改不到位")
    base.refresh_from_db()
    proposal.refresh_from_db()
    assert (base.state, base.ended_on, proposal.outcome) == ("revoked", clock.today(), "revoked")
    assert kinds(base) == [
        "granted", "rectifying", "in_force", "rectified", "rectifying", "revoked",
    ]  # fmt: skip
    assert not Bar.objects.filter(award=base).exists()
    assert set(base.duties.values_list("state", flat=True)) <= {"done", "excused"}
    assert (
        not Todo.objects.filter(
            subject_type__in=["programmes.duty", "programmes.rectification", "programmes.proposal"],
            state="open",
        )
        .exclude(kind="programmes.look_at_report")
        .exists()
    )


def test_a_factory_is_revoked_and_barred_with_its_certificate(
    officer: Any, base: Award, manager: Any
) -> None:
    base.certificate = issue_certificate(
        acting_user=officer, title="绿色工厂", issuer="青川市科学技术局", holder_name=base.holder.name,
        statement="兹认定。", rows=[], subject=f"programmes.award:{base.pk}", site_address="https://x.cn",
    )  # fmt: skip
    base.save()
    with pytest.raises(Impossible, match="knows no such ground"):
        revoke_award(acting_user=officer, award=base, ground="weather", reason="x")
    revoke_award(acting_user=officer, award=base, ground="fraud", reason="申报材料弄虚作假")
    base.certificate.refresh_from_db()
    bar = Bar.objects.get(award=base)
    today = clock.today()
    assert (base.certificate.revoked_on, base.certificate.revocation_reason) == (today, "申报材料弄虚作假")
    assert bar.until is not None
    assert (bar.since, bar.until.year) in {(today, today.year + 3), (today, today.year + 2)}
    assert Message.objects.filter(recipient=manager, template="programmes.award-revoked").count() == 1
    one = making.open_round(officer, kept_scheme())
    with pytest.raises(Impossible, match="may not apply to this scheme until"):
        begin_case(acting_user=manager, round=one, applicant=base.holder)
    lift_bar(acting_user=officer, bar=bar, reason="复核后撤销原认定")
    assert begin_case(acting_user=manager, round=one, applicant=base.holder).applicant_id == base.holder_id
    with pytest.raises(Impossible, match="has ended"):
        revoke_award(acting_user=officer, award=base, ground="fraud", reason="x")


def test_a_late_report_is_reminded_of_marked_and_sanctioned_once(
    officer: Any, base: Award, manager: Any
) -> None:
    first = watch_duties(acting_user=system_user())
    assert first["opened"] >= 1
    base.refresh_from_db()
    assert base.state == "warned"
    late = Duty.objects.filter(award=base, state="late")
    assert late.count() == first["late"] >= 1
    again = watch_duties(acting_user=system_user())
    assert again == {"opened": 0, "reminded": 0, "late": 0, "sanctioned": 0}
    report(base, manager, "3")
    base.refresh_from_db()
    assert base.state == "warned"
    lift_warning(acting_user=officer, award=base, reason="已补报")
    base.refresh_from_db()
    assert base.state == "in_force"


def test_revocation_by_rule_waits_for_an_officer(officer: Any) -> None:
    content = kept_scheme(sanction="revocation")
    award = awarded(officer, 1, content, granted_on=clock.today() - timedelta(days=730))
    watch_duties(acting_user=system_user())
    award.refresh_from_db()
    assert award.state == "in_force"
    assert (
        list(award.proposals.values_list("ground", "outcome"))
        == [("no_report", "")] * award.duties.filter(sanctioned_at__isnull=False).count()
    )
    assert award.proposals.exists()


def test_red_is_put_before_an_officer_and_a_light_that_burns_acts_once(
    officer: Any, base: Award, manager: Any
) -> None:
    open_duties(acting_user=system_user(), award=base)
    report(base, manager, "3", green="20")
    base.refresh_from_db()
    assert (base.colour, base.state) == ("red", "in_force")
    assert RevocationProposal.objects.filter(award=base).count() == 1
    assert watch_lights(acting_user=system_user()) == 0
    with pytest.raises(Impossible, match="The office looks whether"):
        exit_award(acting_user=manager, award=base, reason="不再从事")


def test_a_report_given_back_is_due_again(officer: Any, base: Award, manager: Any) -> None:
    open_duties(acting_user=system_user(), award=base)
    duty = report(base, manager, "3")
    with pytest.raises(Impossible, match="Say why"):
        look_at_report(acting_user=officer, duty=duty, outcome="returned")
    back = look_at_report(acting_user=officer, duty=duty, outcome="returned", remark="请补数")
    assert (back.state, back.handed_in_at, back.remark) == ("late", None, "请补数")
    with pytest.raises(StaleEdit):
        hand_in_report(acting_user=manager, duty=back, seen_revision=back.revision - 1)
    hand_in_report(acting_user=manager, duty=back, seen_revision=back.revision)


def test_what_is_missing_is_named_and_nothing_is_handed_in(base: Award, manager: Any) -> None:
    duty = open_duties(acting_user=system_user(), award=base)[0]
    with pytest.raises(Impossible, match=r"Still missing: Transfers；Green share"):
        hand_in_report(acting_user=manager, duty=duty, seen_revision=0)
    with pytest.raises(Impossible, match="not asked here"):
        save_report(acting_user=manager, duty=duty, answers={"state": "done"}, seen_revision=0)


def test_an_award_runs_out_after_its_last_day_and_may_be_given_up_before(
    officer: Any, manager: Any, base: Award
) -> None:
    today = clock.today()
    over = awarded(
        officer,
        2,
        kept_scheme(),
        number="B",
        granted_on=today - timedelta(days=30),
        valid_to=today - timedelta(days=1),
    )
    last = awarded(
        officer, 3, kept_scheme(), number="C", granted_on=today - timedelta(days=30), valid_to=today
    )
    assert expire_awards(acting_user=system_user()) == 1
    over.refresh_from_db()
    last.refresh_from_db()
    assert (over.state, over.ended_on, last.state) == ("expired", today - timedelta(days=1), "in_force")
    exit_award(acting_user=manager, award=base, reason="业务调整")
    base.refresh_from_db()
    assert (base.state, base.ended_on) == ("exited", today)


def test_who_may_do_what(officer: Any, base: Award, manager: Any) -> None:
    stranger = person("stranger")
    for user in (manager, stranger):
        with pytest.raises(PermissionRefused):
            warn_award(acting_user=user, award=base, reason="x")
        with pytest.raises(PermissionRefused):
            open_rectification(acting_user=user, award=base, reason="x")
        with pytest.raises(PermissionRefused):
            revoke_award(acting_user=user, award=base, ground="fraud", reason="x")
    for user in (officer, stranger):
        with pytest.raises(PermissionRefused):
            exit_award(acting_user=user, award=base, reason="x")
    for user in (officer, manager):
        with pytest.raises(PermissionRefused):
            watch_duties(acting_user=user)


def test_two_officers_at_once_one_sees_what_changed(officer: Any, base: Award) -> None:
    warn_award(acting_user=officer, award=base, reason="未报表", seen_revision=0)
    with pytest.raises(StaleEdit) as stale:
        revoke_award(acting_user=officer, award=base, ground="fraud", reason="x", seen_revision=0)
    assert [one.current for one in stale.value.differences] == ["in force, warned"]


def test_yearly_duties_begin_in_the_year_after_and_end_with_the_award(officer: Any) -> None:
    award = awarded(officer, 1, kept_scheme(), granted_on=date(2024, 2, 1), valid_to=date(2026, 6, 30))
    obligation = award.version.definition.after.obligations[0]
    assert due_days(award, obligation, date(2030, 1, 1)) == [
        ("2025", date(2025, 3, 31)),
        ("2026", date(2026, 3, 31)),
    ]
