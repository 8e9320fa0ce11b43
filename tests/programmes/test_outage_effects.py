"""A certified outage extends rounds and corrections that ended in its reach, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from qinglan.kernel.messages.models import Message
from qinglan.kernel.outages.domain.outage import certify_outage
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.correction import lapse_corrections
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.models import Case, CorrectionPoint, Notice, Round, WorkItem
from tests.programmes import making
from tests.programmes.notices.noticing import posted, scheme, states, waiting
from tests.support.people import join, person

pytestmark = pytest.mark.django_db


def test_what_ends_in_the_reach_of_an_outage_goes_on_longer(officer: Any) -> None:
    now = timezone.now()
    near = making.open_round(officer, closes_at=now + timedelta(hours=2))
    far = making.open_round(officer, closes_at=now + timedelta(days=9))
    case = making.walked(officer, making.submitted(officer, far), "to_correct")
    WorkItem.objects.filter(case=case, state="open").update(due_at=now + timedelta(hours=3))
    made = certify_outage(
        acting_user=person("operator", "administrator"),
        began=now - timedelta(hours=2),
        ended=now,
        what="停电",
    )
    assert made.extended == 2
    before = {near.pk: near.closes_at, far.pk: far.closes_at}
    after = dict(Round.objects.values_list("pk", "closes_at"))
    assert after[far.pk] == before[far.pk]
    assert after[near.pk] >= before[near.pk] + timedelta(hours=12)
    due = WorkItem.objects.get(case=case, state="open").due_at
    assert due is not None
    assert due >= now + timedelta(hours=15)
    extension = near.extensions.get()
    assert (extension.reason, extension.outage_began) == ("停电", made.began)


def test_an_outage_that_is_too_short_extends_nothing(officer: Any) -> None:
    now = timezone.now()
    making.open_round(officer, closes_at=now + timedelta(hours=2))
    made = certify_outage(
        acting_user=person("operator", "administrator"),
        began=now - timedelta(minutes=20),
        ended=now,
        what="停电",
    )
    assert made.extended == 0


def outage_of_today(hours: int = 5) -> tuple[datetime, datetime]:
    """An outage that took the last hours."""
    now = timezone.now()
    return now - timedelta(hours=hours), now - timedelta(minutes=1)


def certified(hours: int = 5) -> Any:
    began, ended = outage_of_today(hours)
    return certify_outage(
        acting_user=person("operator", "administrator"), began=began, ended=ended, what="停电"
    )


def lapsed(officer: Any) -> Case:
    """A case whose correction ended two hours ago, in the outage, and lapsed by the clock."""
    one = making.open_round(officer, closes_at=timezone.now() + timedelta(days=30))
    case = making.walked(officer, making.submitted(officer, one), "to_correct")
    item = WorkItem.objects.get(case=case, state="open")
    CorrectionPoint.objects.create(item=item, question="income", clause="第五条", text="请核对")
    ended = timezone.now() - timedelta(hours=2)
    WorkItem.objects.filter(pk=item.pk).update(opened_at=ended - timedelta(days=9), due_at=ended)
    assert lapse_corrections(acting_user=system_user()) == 1
    case.refresh_from_db()
    assert case.status == "lapsed"
    return case


def test_a_correction_that_lapsed_in_the_outage_is_open_again_with_its_points(officer: Any) -> None:
    case = lapsed(officer)
    manager = person("manager")
    join(manager, case.applicant)
    assert certified().extended == 1
    case.refresh_from_db()
    item = WorkItem.objects.get(case=case, state="open")
    assert (case.status, case.ended_at, item.step, item.visit) == ("in_correction", None, "correct", 2)
    assert item.due_at is not None
    assert item.due_at > timezone.now()
    assert [one.text for one in item.points.all()] == ["请核对"]
    assert Message.objects.filter(recipient=manager, template="programmes.correction").count() == 1


def test_who_has_begun_anew_keeps_that_application(officer: Any) -> None:
    case = lapsed(officer)
    making.case(officer, case.round)
    assert certified().extended == 0
    case.refresh_from_db()
    assert case.status == "lapsed"


def test_a_notice_that_ended_in_the_outage_stands_again_with_its_undecided_cases(officer: Any) -> None:
    one = making.open_round(officer, scheme(), closes_at=timezone.now() + timedelta(days=30))
    cases = [waiting(officer, one, number) for number in (1, 2)]
    notice = posted(officer, cases)
    ended = timezone.now() - timedelta(hours=2)
    Notice.objects.filter(pk=notice.pk).update(posted_at=ended - timedelta(days=9), ends_at=ended)
    assert close_due_notices(acting_user=system_user()) == 1
    decided = Case.objects.get(pk=cases[1].pk)
    making.walked(officer, decided, "granted")
    assert certified().extended == 1
    notice.refresh_from_db()
    assert (notice.state, notice.closed_at) == ("posted", None)
    assert notice.ends_at > timezone.now()
    assert states(*cases) == [("notice", False), ("certify", False)]
    assert list(notice.entries.values_list("case", "outcome")) == [
        (cases[0].pk, ""),
        (cases[1].pk, "unopposed"),
    ]
    assert WorkItem.objects.get(case=cases[0], state="open").due_at == notice.ends_at
