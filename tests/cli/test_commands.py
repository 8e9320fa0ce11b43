"""The command line: answers, exit codes and refusals of `plan attach`, `pack` and `demo`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qinglan.plans.models import Plan, Version
from tests.plans import sample
from tests.support.server import TestDatabase

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def run(database: TestDatabase, home: Path, *command: str) -> tuple[int, list[str]]:
    """The exit code and the lines that the command said; packs lie in `home`/packs."""
    environment = {
        **os.environ,
        **database.environment(),
        "QINGLAN_HOME": str(home),
        "QINGLAN_PACKS": str(home / "packs"),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from qinglan.cli.main import main; main()", *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip().splitlines()


def load_sample(home: Path) -> None:
    """The city and its plan, published."""
    from qinglan.parties.domain.account import system_user
    from qinglan.plans.domain.pack import load_plan

    sample.make_city()
    path = sample.write_plan(home / "packs")
    load_plan(acting_user=system_user(), pack=sample.pack(home / "packs"), path=path)


def test_attaching_an_official_text(fresh_database: TestDatabase, tmp_path: Path) -> None:
    load_sample(tmp_path)
    good, bad = tmp_path / "plan.txt", tmp_path / "other.txt"
    good.write_text(sample.TEXT, encoding="utf-8")
    bad.write_text(sample.TEXT.replace("30家", "40家").replace("市科技局", "市经信局"), encoding="utf-8")

    def attach(plan: str, file: Path) -> tuple[int, list[str]]:
        return run(fresh_database, tmp_path, "plan", "attach", plan, str(file))

    assert attach("no-plan", good) == (
        1,
        ["Error: there is no published plan 'no-plan'; see /plans/ for the addresses"],
    )
    code, lines = attach(sample.SLUG, bad)
    assert (code, len(lines)) == (2, 2)
    assert attach(sample.SLUG, tmp_path / "none.txt")[0] == 2
    assert Version.objects.get().has_text is False
    assert attach(sample.SLUG, good) == (0, [f"attached plan.txt to {sample.SLUG}"])
    assert attach(sample.SLUG, good)[0] == 0
    assert Version.objects.get().has_text is True


def test_a_faulty_pack_is_named_by_check_and_stops_load(fresh_database: TestDatabase, tmp_path: Path) -> None:
    path = sample.write_plan(tmp_path / "packs", sample.changed(chapters=[]))
    (path.parents[1] / "pack.yaml").write_text(
        "pack: cn-990000-qinghe\nname: {zh: 青禾市, en: Qinghe}\nterritory: '990000'\n", encoding="utf-8"
    )
    code, lines = run(fresh_database, tmp_path, "pack", "check")
    first = f"{path}: article 1 lies in chapter 1, which is not listed"
    assert (code, first in lines, lines[0]) == (1, True, "2 files checked, 4 faults, 0 warnings")
    code, lines = run(fresh_database, tmp_path, "pack", "load")
    assert (code, lines[0]) == (1, f"Error: {first}")
    assert Plan.objects.count() == 0
