"""Demonstration data: marked wherever it is seen, quick to load, refused in production."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.kernel.measures.models import Entry, Figure
from qinglan.kernel.rulebook.kinds import load_all
from qinglan.parties.demonstration import ACCOUNTS, PASSWORD, open_accounts
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import User
from qinglan.plans.models import Quantity, Version
from qinglan.plans.standing import standings
from tests.packs.reading import PACKS
from tests.support.server import TestDatabase
from tests.test_urls import ANSWERS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def loaded(db: None, settings: Any) -> float:
    """All packs with demonstration data; the seconds that the demonstration data took."""
    settings.DEMONSTRATION = True
    load_all(PACKS, acting_user=system_user())
    begin = time.perf_counter()
    load_all(PACKS, acting_user=open_accounts(), stage="demonstration")
    return time.perf_counter() - begin


def test_loading_takes_less_than_ten_seconds_and_a_second_time_changes_nothing(loaded: float) -> None:
    assert loaded < 10
    before = Figure.objects.count(), Entry.objects.count(), User.objects.count()
    counts = load_all(PACKS, acting_user=open_accounts(), stage="demonstration")
    assert set(counts.values()) == {0}
    assert (Figure.objects.count(), Entry.objects.count(), User.objects.count()) == before


def test_every_target_of_both_plans_has_something_to_show(loaded: float) -> None:
    from qinglan.kernel import clock

    silent = [
        (version.plan.slug, row.target.slug)
        for version in Version.objects.select_related("plan")
        for row in standings(version, clock.today())
        if row.now.value is None
    ]
    assert (Quantity.objects.filter(kind="target").count(), silent) == (17, [])


def test_every_firm_is_called_a_demonstration(loaded: float) -> None:
    firms = {
        name
        for model in (Figure, Entry)
        for name in model.objects.exclude(subject_code="").values_list("subject_name", flat=True)
    }
    assert len(firms) > 20
    assert [name for name in sorted(firms) if "（演示）" not in name] == []


def test_the_mark_stands_on_every_page_and_export(loaded: float) -> None:
    officer, stranger = Client(), Client()
    officer.force_login(User.objects.get(username="officer-demo"))
    plan = Version.objects.select_related("plan").first()
    assert plan is not None
    pages = [reverse(name) for name, answers in ANSWERS.items() if answers[0] == 200 and _is_plain(name)]
    pages += [plan.plan.get_absolute_url(), "/account/login/", "/no-such-page/"]
    inside = [reverse(name) for name, answers in ANSWERS.items() if answers[2] == 200 and _is_plain(name)]
    unmarked = [
        (address, language)
        for client, addresses in ((stranger, pages), (officer, inside))
        for address in addresses
        for language in ("zh-hans", "en")
        if not _is_marked(client.get(address, {"lang": language}, follow=True))
    ]
    assert unmarked == []
    for form in ("csv", "xlsx"):
        export = officer.get(reverse("measures:figures"), {"export": form})
        assert "演示数据" in str(export.headers["Content-Disposition"]) or "%E6%BC%94%E7%A4%BA" in str(
            export.headers["Content-Disposition"]
        )
        b"".join(export.streaming_content if export.streaming else [export.content])


def _is_marked(response: Any) -> bool:
    """Whether a page bears the mark; files for download bear it in their name."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return True
    return "演示数据" in response.content.decode()


def _is_plain(name: str) -> bool:
    """Whether the address needs no arguments and is a page."""
    if name in (
        "web:healthz",
        "web:counts",
        "events:script",
        "panels:script",
        "todos:stream",
        "web:status-stream",
    ):
        return False
    try:
        return bool(reverse(name))
    except Exception:  # noqa: BLE001 - needs arguments
        return False


def run(database: TestDatabase, tmp_path: Path, *command: str, **more: str) -> tuple[int, str]:
    environment = {**os.environ, **database.environment(), "QINGLAN_HOME": str(tmp_path), **more}
    done = subprocess.run(
        [sys.executable, "-c", "from qinglan.cli.main import main; main()", *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip().splitlines()[-1]


@pytest.mark.django_db(transaction=True)
def test_production_refuses_demonstration_data_and_accounts(
    fresh_database: TestDatabase, tmp_path: Path
) -> None:
    refusal = "demonstration data and accounts are refused in production (QINGLAN_MODE=production)"
    production = {"QINGLAN_MODE": "production", "QINGLAN_ALLOWED_HOSTS": "qinglan.example"}
    for command in (("demo", "load"), ("demo", "accounts")):
        assert run(fresh_database, tmp_path, *command, **production) == (1, refusal)
    code, _said = run(fresh_database, tmp_path, "pack", "load", **production)
    assert code == 0
    assert (Figure.objects.count(), Entry.objects.count()) == (0, 0)
    assert list(User.objects.values_list("is_system", flat=True)) == [True]


@pytest.mark.django_db
def test_opening_demonstration_accounts_is_refused_in_production(settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(ValueError, match="refused in production"):
        open_accounts()
    assert [
        account for account in ACCOUNTS if Client().login(username=account.username, password=PASSWORD)
    ] == []


@pytest.mark.django_db
def test_the_login_page_names_the_accounts_in_demonstration_only(settings: Any) -> None:
    shown = {}
    for mode in (True, False):
        settings.DEMONSTRATION = mode
        shown[mode] = PASSWORD in Client().get("/account/login/").content.decode()
    assert shown == {True: True, False: False}


def test_production_answers_only_to_its_names(tmp_path: Path) -> None:
    script = "from qinglan import settings; print(settings.ALLOWED_HOSTS, settings.DEMONSTRATION)"

    def said(**more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "QINGLAN_HOME": str(tmp_path), **more},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return (done.stdout or done.stderr).strip().splitlines()[-1]

    assert said() == "['*'] True"
    assert said(QINGLAN_MODE="production") == "[] False"
    assert said(QINGLAN_MODE="production", QINGLAN_ALLOWED_HOSTS="a.example, b.example") == (
        "['a.example', 'b.example'] False"
    )
    assert said(QINGLAN_MODE="live").endswith("QINGLAN_MODE must be demonstration or production, not 'live'")
