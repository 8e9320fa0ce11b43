"""A certified outage extends rounds and corrections that ended in its reach, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from qinglan.kernel.outages.domain.outage import certify_outage
from qinglan.programmes.models import Round, WorkItem
from tests.programmes import making
from tests.support.people import person

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
