"""Two at once, and a job that is killed midway: first the race without the lock, then what the verbs make of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, OperationalError, connection, transaction

from qinglan.kernel.conflicts import StaleEdit
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.domain.objection import TooLate, rule_on_objection
from qinglan.programmes.models import Case, Notice, NoticeEntry, Objection, Ruling
from tests.programmes import making
from tests.programmes.cases.test_applying_races import at_once
from tests.programmes.notices.noticing import objected, posted, scheme, set_clock, states, waiting
from tests.support.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def cases_of(officer: Any, number: int) -> list[Case]:
    one = making.open_round(officer, scheme())
    return [waiting(officer, one, place) for place in range(1, number + 1)]


def test_without_a_lock_two_would_post_the_same_case_and_only_the_constraint_would_notice(
    officer: Any,
) -> None:
    case = cases_of(officer, 1)[0]
    both_have_read = Barrier(2, timeout=20)

    def naive() -> bool:
        with transaction.atomic():
            seen = NoticeEntry.objects.filter(case=case, settled_at__isnull=True).exists()
            both_have_read.wait()
            return seen

    assert at_once([naive, naive]) == [False, False]  # Both believe that it stands on no notice.
    notice = posted(officer, [case])
    twin = NoticeEntry(notice=notice, case=case, place=2, name="x", territory="x", added_at=notice.posted_at)
    with pytest.raises(IntegrityError):
        twin.save()


def test_posted_twice_at_once_it_is_one_notice(officer: Any) -> None:
    cases = cases_of(officer, 2)
    other = person("other officer", "officer")
    start = Barrier(2, timeout=20)

    def post(who: Any) -> str:
        start.wait()
        return posted(who, cases).state

    assert sorted(map(str, at_once([lambda: post(officer), lambda: post(other)]))) == [
        "<class 'qinglan.kernel.conflicts.StaleEdit'>",
        "posted",
    ]
    assert (Notice.objects.count(), NoticeEntry.objects.count()) == (1, 2)


def test_two_rule_at_once_and_the_second_sees_the_first(officer: Any) -> None:
    cases = cases_of(officer, 1)
    made = objected(AnonymousUser(), posted(officer, cases), cases[0])
    other = person("other officer", "officer")
    both_have_read = Barrier(2, timeout=20)

    def naive() -> str:
        with transaction.atomic():
            state = Objection.objects.get(pk=made.pk).state
            both_have_read.wait()
            return state

    assert at_once([naive, naive]) == ["open", "open"]  # Without the lock both would rule.
    start = Barrier(2, timeout=20)

    def rule(who: Any, ruling: Ruling) -> str:
        start.wait()
        rule_on_objection(acting_user=who, objection=made, ruling=ruling, reason="已核查", clause="第九条")
        return ruling.value

    said = at_once([lambda: rule(officer, Ruling.DISMISSED), lambda: rule(other, Ruling.UPHELD)])
    assert said.count(StaleEdit) == 1
    won = next(one for one in said if one is not StaleEdit)
    made.refresh_from_db()
    assert made.state == won
    assert states(*cases) == [("", False) if won == "upheld" else ("notice", False)]


def test_an_objection_and_the_end_at_once_either_holds_the_case_or_is_too_late(officer: Any) -> None:
    set_clock("2026-09-28 10:00")
    cases = cases_of(officer, 1)
    notice = posted(officer, cases)
    set_clock("2026-10-10 23:59:59")
    start = Barrier(2, timeout=20)

    def object_() -> str:
        start.wait()
        return objected(AnonymousUser(), notice, cases[0]).state

    def end() -> int:
        start.wait()
        set_clock("2026-10-11 00:00")
        return close_due_notices(acting_user=system_user())

    said, closed = at_once([object_, end])
    assert closed == 1
    expected = ("notice", True) if said == "open" else ("decide", False)
    assert said in ("open", TooLate)
    assert states(*cases) == [expected]


def test_a_closing_job_that_is_killed_midway_leaves_nothing_half_done_and_is_repeated(
    officer: Any, fresh_database: Any
) -> None:
    set_clock("2026-09-28 10:00")
    cases = cases_of(officer, 3)
    notice = posted(officer, cases)
    set_clock("2026-10-11 00:00")

    def job() -> str:
        try:
            close_due_notices(acting_user=system_user())
        except OperationalError:
            return "killed"
        finally:
            connection.close()
        return "closed"

    with ThreadPoolExecutor(1) as pool, fresh_database.connect("owner") as holder:
        # The last case is held by somebody else, so that the job stands in the middle of its work.
        holder.execute("SELECT 1 FROM programmes_case WHERE id = %s FOR UPDATE", [cases[-1].pk])
        running = pool.submit(job)
        with fresh_database.connect("app", autocommit=True) as killer:  # sees and ends its own alone
            stuck = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            until = time.monotonic() + 30
            while not (found := killer.execute(stuck).fetchall()):
                assert time.monotonic() < until
                time.sleep(0.05)
            killer.execute("SELECT pg_terminate_backend(%s)", [found[0][0]])
        assert running.result(30) == "killed"
        holder.rollback()
    notice.refresh_from_db()
    assert (notice.state, notice.snapshots.count()) == ("posted", 1)
    assert states(*cases) == [("notice", False)] * 3
    assert close_due_notices(acting_user=system_user()) == 1
    assert close_due_notices(acting_user=system_user()) == 0
    assert states(*cases) == [("decide", False)] * 3
