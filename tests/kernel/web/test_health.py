"""The health answer comes whatever is broken."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

import qinglan
from qinglan.kernel.web import health


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    monkeypatch.setattr(health, "_probes", {"database": health.database})


@pytest.mark.django_db
@pytest.mark.parametrize(("well", "word", "status"), [(True, "up", "ok"), (False, "down", "degraded")])
def test_all_parts_are_told(well, word, status):
    health.register("worker", lambda: health.State(well, word))
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {
        "status": status,
        "database": "up",
        "worker": word,
        "version": qinglan.__version__,
    }


@pytest.mark.django_db
def test_without_a_registered_worker_its_state_is_unknown():
    assert json.loads(Client().get("/healthz").content)["worker"] == "unknown"


def test_a_broken_database_is_a_503_and_not_an_error():
    def broken():
        raise OperationalError("no server")

    health.register("database", broken)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "status": "down",
        "database": "down",
        "worker": "unknown",
        "version": qinglan.__version__,
    }
    assert "no-store" in answer["Cache-Control"]


def test_every_part_has_a_title_in_both_languages():
    from django.utils import translation

    health.register("worker", lambda: health.State(True, "up"))
    health.register("pump", lambda: health.State(True, "up"))
    with translation.override("en"):
        assert {name: str(state.title) for name, state in health.states().items() if name != "database"} == {
            "worker": "Background worker",
            "pump": "pump",
        }
    with translation.override("zh-hans"):
        assert str(health.states()["worker"].title) == "后台工作进程"
