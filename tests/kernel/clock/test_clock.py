"""One clock: its twin in Python, how it runs ahead on a training site, and that it never goes back."""

import time
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel import clock
from qinglan.kernel.clock import reading
from qinglan.kernel.clock.checks import clock_is_true
from qinglan.kernel.clock.domain.setting import LEAD, change_clock, note_time
from qinglan.kernel.clock.models import Change
from qinglan.kernel.clock.reading import Rate, Setting
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from tests.support.people import assign

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def administrator():
    user = get_user_model().objects.create(username="administrator")
    assign(user, "administrator")
    return user


def query(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def wait_for_effect():
    time.sleep(LEAD.total_seconds() + 0.02)


@pytest.mark.django_db
def test_an_untouched_clock_is_true():
    before = query("SELECT clock_timestamp()")
    shown = clock.now()
    after = query("SELECT clock_timestamp()")
    assert before <= shown <= after
    assert reading.read().is_true


@pytest.mark.django_db
def test_today_is_the_day_in_shanghai():
    assert clock.today() == clock.now().astimezone(clock.SHANGHAI).date()
    assert isinstance(clock.today(), date)


@pytest.mark.django_db
@given(real=MOMENTS, anchor=MOMENTS, shown=MOMENTS, factor=st.integers(1, 1_000))
def test_the_twin_in_python_shows_the_same(real, anchor, shown, factor):
    try:
        twin = Rate(anchor, shown, factor).at(real)
    except OverflowError:
        return
    if twin.year < 100 or twin.year > 9000:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Europe/Berlin'")  # a zone with summer time changes nothing
        cursor.execute(
            "SELECT qinglan_shown(%s, %s, %s, %s) AT TIME ZONE 'UTC'", [real, anchor, shown, factor]
        )
        assert cursor.fetchone()[0] == twin.replace(tzinfo=None)


def test_the_twin_keeps_the_old_rate_until_the_new_one_takes_effect():
    t0 = datetime(2026, 1, 1, tzinfo=UTC)
    t1 = t0 + timedelta(hours=1)
    setting = Setting(Rate(t1, t1 + timedelta(days=1), 60), Rate(t0, t0, 1), mark=t0)
    minute = timedelta(minutes=1)
    assert [setting.at(t1 - minute), setting.at(t1), setting.at(t1 + minute)] == [
        t1 - minute,
        t1 + timedelta(days=1),
        t1 + timedelta(days=1, hours=1),
    ]
    assert setting.at(t0 - minute) == t0  # the mark holds


def test_a_training_site_runs_ahead_and_faster_and_is_logged(transactional_db):
    admin = administrator()
    before = clock.now()
    change = change_clock(acting_user=admin, ahead=timedelta(days=5), factor=21_600, reason="  rehearsal ")
    assert clock.now() - before < timedelta(seconds=30)  # not yet
    wait_for_effect()
    first = clock.now()
    time.sleep(0.1)
    second = clock.now()
    assert timedelta(days=5) < first - before < timedelta(days=6)
    assert timedelta(minutes=36) <= second - first < timedelta(hours=5)
    logged = Change.objects.get()
    assert (logged, logged.factor, logged.ahead, logged.reason, logged.made_by) == (
        change,
        21_600,
        timedelta(days=5),
        "rehearsal",
        admin,
    )
    assert logged.shown_after - logged.shown_before == timedelta(days=5)


def test_the_clock_never_goes_back_while_it_is_changed(transactional_db):
    admin = administrator()
    seen = [clock.now()]
    for factor in (1_000, 1, 500, 1):
        change_clock(acting_user=admin, ahead=timedelta(), factor=factor, reason="rehearsal")
        until = time.monotonic() + LEAD.total_seconds() + 0.05
        while time.monotonic() < until:
            seen.append(clock.now())
    assert seen == sorted(seen)


def test_a_second_change_waits_for_the_first(transactional_db):
    admin = administrator()
    change_clock(acting_user=admin, ahead=timedelta(hours=1), factor=1, reason="rehearsal")
    with pytest.raises(Impossible, match="即将生效"):
        change_clock(acting_user=admin, ahead=timedelta(hours=1), factor=1, reason="rehearsal")
    wait_for_effect()
    change_clock(acting_user=admin, ahead=timedelta(hours=1), factor=1, reason="rehearsal")
    assert Change.objects.count() == 2


def test_a_change_that_is_committed_too_late_is_refused(transactional_db):
    admin = administrator()

    def change_slowly():
        with transaction.atomic():
            change_clock(acting_user=admin, ahead=timedelta(hours=1), factor=1, reason="rehearsal")
            wait_for_effect()

    with pytest.raises(DatabaseError, match="took too long"):
        change_slowly()
    assert (reading.read().is_true, Change.objects.count()) == (True, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ahead": timedelta(seconds=-1)}, "ahead"),
        ({"ahead": timedelta(days=4000)}, "ahead"),
        ({"factor": 0}, "factor"),
        ({"factor": 1_000_001}, "factor"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused(values, field):
    act = {"ahead": timedelta(), "factor": 1, "reason": "rehearsal"} | values
    with pytest.raises(Impossible) as caught:
        change_clock(acting_user=administrator(), **act)
    assert (caught.value.field, Change.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_only_an_administrator_changes_the_clock():
    user = get_user_model().objects.create(username="officer")
    with pytest.raises(PermissionRefused):
        change_clock(acting_user=user, ahead=timedelta(), factor=2, reason="rehearsal")


@pytest.mark.django_db
def test_production_refuses_a_change_and_a_database_that_was_changed(settings):
    admin = administrator()
    assert clock_is_true(databases=["default"]) == []
    change_clock(acting_user=admin, ahead=timedelta(hours=1), factor=1, reason="rehearsal")
    settings.DEMONSTRATION = False
    with pytest.raises(Impossible, match="正式环境"):
        change_clock(acting_user=admin, ahead=timedelta(), factor=1, reason="rehearsal")
    assert [error.id for error in clock_is_true(databases=["default"])] == ["clock.E001"]
    assert clock_is_true(databases=None) == []


@pytest.mark.parametrize("role", ["app", "owner"])
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE clock_setting SET ahead = '-1 hour'",
        "UPDATE clock_setting SET mark = mark - interval '1 day'",
        "UPDATE clock_setting SET mark = clock_timestamp() + interval '1 day'",
        "UPDATE clock_setting SET factor = 0",
        "DELETE FROM clock_setting",
        "TRUNCATE clock_setting",
        "INSERT INTO clock_setting SELECT * FROM clock_setting",
        "INSERT INTO clock_setting SELECT false, now(), now(), 1, '0', now(), now(), 1, now()",
        "UPDATE clock_change SET reason = 'x'",
        "DELETE FROM clock_change",
        "TRUNCATE clock_change",
    ],
)
def test_the_database_refuses_what_the_verb_never_does(fresh_database, role, attack):
    with fresh_database.connect(role) as direct, pytest.raises(psycopg.Error):
        direct.execute(attack)


def test_anchors_cannot_be_written(fresh_database):
    with fresh_database.connect("owner") as direct:
        direct.execute("UPDATE clock_setting SET shown_anchor = '1999-01-01Z', real_anchor = '1999-01-01Z'")
        shown, real = direct.execute("SELECT qinglan_now(), clock_timestamp()").fetchone()
    assert abs(shown - real) < timedelta(seconds=1)


def test_a_machine_whose_clock_is_set_back_makes_time_stand_still(transactional_db):
    assert note_time() == timedelta()
    noted = reading.read().mark
    setting = reading.read()
    an_hour_ago = noted - timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT qinglan_clock_at(%s), qinglan_clock_at(%s)", [an_hour_ago, noted + timedelta(seconds=1)]
        )
        shown = list(cursor.fetchone())
    assert shown == [noted, noted + timedelta(seconds=1)]
    assert shown == [setting.at(an_hour_ago), setting.at(noted + timedelta(seconds=1))]


def banner() -> str:
    return engines["django"].from_string("{% load clock %}{% clock_banner %}").render()


def test_a_banner_stands_on_a_training_site_alone(settings, transactional_db):
    assert banner().strip() == ""
    change_clock(acting_user=administrator(), ahead=timedelta(days=1), factor=60, reason="rehearsal")
    assert 'role="note"' in banner()
    assert "60" in banner()
    settings.DEMONSTRATION = False
    assert banner().strip() == ""
