"""Demonstration data: marked wherever it is seen, quick to load, refused in production."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel.measures.models import Entry, Figure
from qinglan.parties.demonstration import ACCOUNTS, PASSWORD, open_accounts
from qinglan.parties.models import User
from tests.support.server import TestDatabase

ROOT = Path(__file__).resolve().parents[1]


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
