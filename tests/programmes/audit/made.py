"""Auditors, and things that went wrong, planted as no verb would let them be; all invented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from qinglan.programmes.models import (
    CaseRevision,
    Decision,
    ItemState,
    Notice,
    NoticeEntry,
    Release,
    WorkItem,
)
from tests.programmes import making
from tests.support.people import assign, person


def auditor(name: str = "inspector", **what: Any) -> Any:
    """An external auditor of the whole city, for a stated purpose until a stated day."""
    user = person(name)
    what = {"valid_to": date(2099, 1, 1), "purpose": "专项审计（演示）", **what}
    assign(user, "inspector", **what)
    return user


def case_of(officer: Any, one: Any, number: int, **more: Any) -> Any:
    """A submitted case of the numbered organisation."""
    made = making.case(officer, one, number, **more)
    made.status, made.submitted_at = "submitted", timezone.now()
    made.number = f"2026-{one.pk:04d}-{number:04d}"
    made.save()
    return made


def revision_of(officer: Any, case: Any, rows: str = "{}", answers: str = "{}", facts: str = "{}") -> Any:
    """What was handed in for a case, with a digest that is right."""
    from qinglan.programmes.audit.recomputing import digest_anew

    made = CaseRevision(
        case=case, number=1, answers=answers, rows=rows, facts=facts, digest="", submitted_at=timezone.now(),
        submitted_by=officer,
    )  # fmt: skip
    made.digest = digest_anew(made)
    made.save()
    return made


def decision_of(case: Any, prepared_by: Any, released_by: Any = None, verdict: str = "grant") -> Any:
    """A decision on a case, and its release where somebody released it."""
    now = timezone.now()
    item = WorkItem.objects.create(
        case=case, step="decide", type="decision", owner="decision_maker", state=ItemState.DONE,
        outcome="granted", opened_at=now, closed_at=now, visit=9,
    )  # fmt: skip
    release = None
    if released_by is not None:
        release = Release.objects.create(
            round=case.round, released_at=now, released_by=released_by, basis="局务会议纪要第1期"
        )
    return Decision.objects.create(
        case=case, item=item, verdict=verdict, prepared_by=prepared_by, prepared_at=now, release=release
    )


def notice_of(officer: Any, case: Any, posted: date, last: date) -> Any:
    """A closed notice of five working days with one case, which ended at the end of `last`."""
    ends = datetime.combine(last, datetime.min.time(), UTC) + timedelta(hours=16)
    made = Notice.objects.create(
        round=case.round, step="notice", title="公示名单（演示）", state="closed",
        posted_at=datetime.combine(posted, datetime.min.time(), UTC) + timedelta(hours=2), posted_by=officer,
        length=5, unit="working_day", counted_from=posted, last_day=last, ends_at=ends, closed_at=ends,
        contact="青川市科学技术局",
    )  # fmt: skip
    NoticeEntry.objects.create(
        notice=made, case=case, place=1, name=case.applicant_name, territory="东区",
        added_at=made.posted_at, outcome="unopposed", settled_at=ends,
    )  # fmt: skip
    return made
