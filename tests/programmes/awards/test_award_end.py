"""How an award ends: whatever ends it, nothing that hung on it is left behind."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from qinglan.kernel import clock
from qinglan.kernel.documents.domain.certificate import issue_certificate
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.above import Listed, Listing, import_list
from qinglan.programmes.domain.award import grant_award
from qinglan.programmes.domain.award_end import drop_certificate
from qinglan.programmes.domain.award_life import expire_awards, revoke_award
from qinglan.programmes.domain.duty import open_duties
from qinglan.programmes.jobs import issue_certificate as issue_later
from qinglan.programmes.jobs import leave_certificate
from qinglan.programmes.models import Award, AwardState, Case, RevocationProposal
from tests.programmes import making
from tests.programmes.awarding import awarded, kept_scheme

pytestmark = pytest.mark.django_db


def certified(officer: Any, award: Award) -> Award:
    award.certificate = issue_certificate(
        acting_user=officer, title="示例企业", issuer="青川市科学技术局", holder_name=award.holder.name,
        statement="兹认定。", rows=[], subject=f"programmes.award:{award.pk}", site_address="https://x.cn",
    )  # fmt: skip
    award.save()
    return award


def standing(officer: Any, **more: Any) -> Award:
    """An award two years old with certificate and open duties."""
    start = clock.today().replace(month=1, day=5) - timedelta(days=730)
    award = certified(officer, awarded(officer, 1, kept_scheme(), granted_on=start, **more))
    open_duties(acting_user=system_user(), award=award)
    return award


def left_behind(award: Award) -> tuple[int, int, bool]:
    """Open duties, open to-dos about them, and whether the certificate still verifies."""
    award.refresh_from_db()
    assert award.certificate is not None
    award.certificate.refresh_from_db()
    keys = [str(key) for key in award.duties.values_list("pk", flat=True)]
    todos = Todo.objects.filter(subject_type="programmes.duty", subject_key__in=keys, state="open")
    return (
        award.duties.filter(state__in=["due", "late"]).count(),
        todos.count(),
        award.certificate.revoked_on is None,
    )


def test_a_replaced_award_leaves_nothing_behind(officer: Any) -> None:
    first = standing(officer)
    assert left_behind(first)[0] > 0
    case = making.submitted(officer, making.open_round(officer, kept_scheme()))
    second = grant_award(acting_user=officer, case=case)
    assert left_behind(first) == (0, 0, False)
    assert (first.state, second.renews_id) == (AwardState.REPLACED, first.pk)
    assert first.certificate is not None
    assert first.certificate.revocation_reason == "replaced by a later award"


def test_an_award_taken_off_a_list_leaves_nothing_behind(officer: Any) -> None:
    award = standing(officer)
    gone = Listing("", "工信部节函〔2026〕9号", clock.today())
    rows = [Listed(award.holder, "", gone, removed=True)]
    assert import_list(acting_user=officer, version=award.version, rows=rows, source="名单.xlsx") == 1
    assert left_behind(award) == (0, 0, False)
    assert award.state == AwardState.REVOKED


def test_what_was_put_before_an_officer_is_settled_when_the_award_runs_out(officer: Any) -> None:
    award = standing(officer, valid_to=clock.today() - timedelta(days=1))
    one = RevocationProposal.objects.create(award=award, source="duty:1", reason="未报", made_at=clock.now())
    assert expire_awards(acting_user=system_user()) == 1
    one.refresh_from_db()
    assert (one.outcome, one.remark) == ("dismissed", "the award has ended")
    assert left_behind(award) == (0, 0, True)  # the certificate itself says until when it holds


def test_a_long_reason_fits_the_certificate(officer: Any) -> None:
    award = standing(officer)
    revoke_award(acting_user=officer, award=award, ground="fraud", reason="弄虚作假。" * 80)
    assert left_behind(award) == (0, 0, False)
    assert award.certificate is not None
    assert award.certificate.revocation_reason == ("弄虚作假。" * 80)[:200]


@pytest.fixture
def waiting(officer: Any) -> Case:
    """A granted case that waits for its certificate."""
    case = making.submitted(officer, making.open_round(officer, kept_scheme()))
    case = making.walked(officer, case, "passed", "recommended", "clear", "unopposed", "granted")
    grant_award(acting_user=officer, case=case)
    return case


def test_a_case_whose_award_is_revoked_before_its_certificate_comes_to_its_end(
    officer: Any, waiting: Case
) -> None:
    assert drop_certificate(acting_user=system_user(), award=waiting.award) is None
    revoke_award(acting_user=officer, award=waiting.award, ground="fraud", reason="材料造假")
    leave_certificate(award=waiting.award.pk)
    waiting.refresh_from_db()
    last = waiting.items.latest("pk")
    assert (waiting.status, waiting.step, last.state) == ("granted", "", "dropped")
    assert last.reason.startswith("No certificate: the award ended first (revoked, ")
    leave_certificate(award=waiting.award.pk)
    issue_later(award=waiting.award.pk)
    assert Award.objects.get(pk=waiting.award.pk).certificate is None


def test_the_job_is_queued_with_the_end(officer: Any, waiting: Case) -> None:
    revoke_award(acting_user=officer, award=waiting.award, ground="fraud", reason="材料造假")
    queued = ProcrastinateJob.objects.filter(task_name="programmes.leave_certificate")
    assert [job.args for job in queued] == [{"award": waiting.award.pk}]


def test_nobody_but_the_clock_lets_a_case_go(officer: Any, waiting: Case) -> None:
    with pytest.raises(PermissionRefused):
        drop_certificate(acting_user=officer, award=waiting.award)
    assert flow.open_item_of(waiting).type == "certificate"
