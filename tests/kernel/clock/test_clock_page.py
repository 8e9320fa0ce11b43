"""The clock's page, its banner on every page, its job and its commands."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.template import engines

from qinglan.kernel.clock import jobs, reading
from qinglan.kernel.clock.models import Change
from tests.support.commands import here, in_a_process
from tests.support.people import assign

PAGE = "/status/clock/"


@pytest.fixture
def administrator(db):
    user = get_user_model().objects.create(username="administrator")
    assign(user, "administrator")
    return user


def test_an_administrator_changes_the_clock_and_every_page_says_so(transactional_db, client, administrator):
    client.force_login(administrator)
    assert "q-training-clock" not in client.get("/").content.decode()
    sent = {"days": "1", "hours": "2", "factor": "60", "reason": "rehearsal"}
    answer = client.post(PAGE, sent)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert [
        (one.ahead, one.factor, one.reason, one.made_by) for one in Change.objects.select_related("made_by")
    ] == [(timedelta(days=1, hours=2), 60, "rehearsal", administrator)]
    assert "q-training-clock" in client.get("/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "rehearsal" in page
    assert "60" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": "-1"}, "days"),
        ({"days": "3660", "hours": "1"}, "days"),
        ({"factor": "0"}, "factor"),
        ({"factor": "x"}, "factor"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, administrator, change, field):
    client.force_login(administrator)
    answer = client.post(PAGE, {"days": "0", "hours": "0", "factor": "1", "reason": "r"} | change)
    assert (answer.status_code, list(answer.context["form"].errors), Change.objects.count()) == (
        200,
        [field],
        0,
    )


def test_in_production_the_page_shows_and_refuses(client, administrator, settings):
    settings.DEMONSTRATION = False
    client.force_login(administrator)
    assert '<form class="q-form"' not in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"days": "1", "hours": "0", "factor": "1", "reason": "r"})
    assert (answer.status_code, Change.objects.count(), reading.read().is_true) == (200, 0, True)
    assert len(answer.context["form"].non_field_errors()) == 1


def test_without_a_database_a_page_has_no_banner():
    """Tests without the mark refuse every query, as a database that is down does."""
    assert engines["django"].from_string("{% load clock %}{% clock_banner %}").render().strip() == ""


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        engines["django"].from_string("{% load clock %}{% clock_banner %}").render()


def test_outside_transactions_the_setting_is_asked_for_once(transactional_db, django_assert_num_queries):
    reading.forget()
    with django_assert_num_queries(1):
        first = [reading.recent() for _ in range(5)]
    assert first == [reading.read()] * 5


def test_the_job_notes_the_time(transactional_db):
    before = reading.read().mark
    jobs.note(0)
    assert reading.read().mark > before


def test_the_commands(fresh_database, tmp_path):
    code, lines, _ = here("clock", "show")
    assert (code, lines[0].split("  ")[1:]) == (0, ["true time"])
    ahead = ("clock", "set", "--ahead", "5d12h", "--factor", "60", "--reason", "r")
    told = "put ahead by 5 days, 12:00:00, 60 times as fast as time, in half a second"
    assert in_a_process(fresh_database, tmp_path, *ahead) == (0, [told], [])
    code, lines, _ = here("clock", "show")
    assert (code, lines[0].split("  ")[1:]) == (0, ["training clock, 60 times as fast as time"])
    assert [line.split("  ")[1:] for line in lines[1:]] == [["+5 days, 12:00:00", "x60", "r"]]
    code, _, complained = here("clock", "set", "--ahead", "soon", "--reason", "r")
    assert (code, complained[-1].endswith("'soon' is no length of time: write 5d, 2h30m or 90s")) == (2, True)
    production = {"QINGLAN_MODE": "production", "QINGLAN_ALLOWED_HOSTS": "x"}
    refused = in_a_process(
        fresh_database, tmp_path, *("clock", "set", "--ahead", "1d", "--reason", "r"), **production
    )
    assert refused == (1, [], ["Error: 正式环境的时钟只显示真实时间，不能调整。"])
    assert Change.objects.count() == 1
