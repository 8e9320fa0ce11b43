"""A broken row among good ones: each job by the clock does the others and names the one it left out."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.jobs.one_by_one import BATCH
from qinglan.kernel.jobs.queries import open_faults
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.award_life import expire_awards
from qinglan.programmes.domain.correction import lapse_corrections
from qinglan.programmes.domain.duty import watch_duties
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.domain.notice_snapshot import snap_posted_notices
from qinglan.programmes.domain.round import turn_rounds
from qinglan.programmes.models import Award, Case, Duty, Notice, Round, WorkItem
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.making import open_round, submitted, walked
from tests.programmes.notices.noticing import posted, scheme, waiting
from tests.support.poison import poison

pytestmark = pytest.mark.django_db(transaction=True)


def left_out() -> list[tuple[str, str, str]]:
    return [(one.loop, one.row, one.reason) for one in open_faults().order_by("row")]


def test_rounds_turn_beside_a_broken_one(officer: Any, fresh_database: Any) -> None:
    rounds = [open_round(officer) for _ in range(3)]
    Round.objects.update(closes_at=clock.now() - timedelta(minutes=1))
    poison(fresh_database, rounds[1])
    assert turn_rounds(acting_user=system_user()) == 2
    assert list(Round.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "open", "closed"]
    assert left_out() == [
        ("programmes.turn_rounds", f"programmes.round:{rounds[1].pk}", "this row is broken")
    ]
    shown = open_faults().get()
    assert (shown.subject[-8:], shown.url) == ("2026年第一批"[-8:], rounds[1].get_absolute_url())


def test_corrections_lapse_beside_a_broken_one(officer: Any, fresh_database: Any) -> None:
    one = open_round(officer)
    cases = [walked(officer, submitted(officer, one, number), "to_correct") for number in (1, 2, 3)]
    early = clock.now() - timedelta(days=9)
    WorkItem.objects.filter(state="open").update(opened_at=early, due_at=early)
    poison(fresh_database, cases[0])
    assert lapse_corrections(acting_user=system_user()) == 2
    assert list(Case.objects.order_by("pk").values_list("status", flat=True)) == [
        "in_correction",
        "lapsed",
        "lapsed",
    ]
    items = WorkItem.objects.filter(type="correction").order_by("case_id").values_list("state", flat=True)
    assert list(items) == ["open", "done", "done"]
    assert [row for _loop, row, _reason in left_out()] == [f"programmes.case:{cases[0].pk}"]


def test_notices_close_beside_a_broken_one(officer: Any, fresh_database: Any) -> None:
    notices = [
        posted(officer, [waiting(officer, open_round(officer, scheme()), number)]) for number in (1, 2, 3)
    ]
    poison(fresh_database, notices[1])
    assert snap_posted_notices(acting_user=system_user()) == 3
    Notice.objects.exclude(pk=notices[1].pk).update(ends_at=clock.now())
    with fresh_database.connect("owner", autocommit=True) as owner:
        owner.execute("ALTER TABLE programmes_notice DISABLE TRIGGER USER")
        owner.execute("UPDATE programmes_notice SET ends_at = qinglan_now()")
        owner.execute("ALTER TABLE programmes_notice ENABLE TRIGGER USER")
    assert close_due_notices(acting_user=system_user()) == 2
    assert list(Notice.objects.order_by("pk").values_list("state", flat=True)) == [
        "closed",
        "posted",
        "closed",
    ]
    assert [row for _loop, row, _reason in left_out()] == [f"programmes.notice:{notices[1].pk}"]


def test_awards_run_out_beside_a_broken_one(officer: Any, fresh_database: Any) -> None:
    today = clock.today()
    awards = [
        awarded(
            officer, number, number=f"E{number}",
            granted_on=today - timedelta(days=30), valid_to=today - timedelta(days=1),
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    poison(fresh_database, awards[0])
    assert expire_awards(acting_user=system_user()) == 2
    assert list(Award.objects.order_by("pk").values_list("state", flat=True)) == [
        "in_force",
        "expired",
        "expired",
    ]
    assert left_out() == [
        ("programmes.watch_awards/expire", f"programmes.award:{awards[0].pk}", "this row is broken")
    ]


def test_duties_turn_beside_a_broken_one(officer: Any, fresh_database: Any) -> None:
    long_ago = clock.today() - timedelta(days=300)
    for number in (1, 2, 3):
        awarded(officer, number, kept_scheme("none"), number=f"D{number}", granted_on=long_ago)
    assert watch_duties(acting_user=system_user())["opened"] >= 3
    Duty.objects.update(due_on=clock.today() - timedelta(days=1), state="due")
    duties = list(Duty.objects.order_by("pk"))
    poison(fresh_database, duties[0])
    done = watch_duties(acting_user=system_user())
    assert done["late"] == len(duties) - 1
    states = list(Duty.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["due", *["late"] * (len(duties) - 1)]
    assert [row for _loop, row, _reason in left_out()] == [f"programmes.duty:{duties[0].pk}"]


def test_more_awards_than_one_batch_run_out_in_one_night(officer: Any) -> None:
    today, of = clock.today(), awarded(officer, 1)
    Award.objects.bulk_create(
        Award(
            programme=of.programme, version=of.version, holder=of.holder, subject_name=f"{number}",
            number=f"M{number}", level="municipal", granted_on=today - timedelta(days=9),
            valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1),
        )
        for number in range(BATCH + 20)
    )  # fmt: skip
    assert expire_awards(acting_user=system_user()) == BATCH + 20
    assert Award.objects.filter(number__startswith="M").values_list("state").distinct().get() == ("expired",)
