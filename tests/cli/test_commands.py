"""The command line: answers, exit codes and refusals of `plan attach`, `pack` and `demo`."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.plans.models import Plan, Version
from tests.plans import sample
from tests.support.commands import Done, here, in_a_process
from tests.support.server import TestDatabase

pytestmark = pytest.mark.django_db(transaction=True)


def lines(done: Done) -> tuple[int, list[str]]:
    """The exit code and the lines that the command said, complaints last."""
    return done.code, [*done.said, *done.complained]


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
        return lines(here("plan", "attach", plan, str(file)))

    assert attach("no-plan", good) == (
        1,
        ["Error: there is no published plan 'no-plan'; see /plans/ for the addresses"],
    )
    code, said = attach(sample.SLUG, bad)
    assert (code, len(said)) == (2, 2)
    assert attach(sample.SLUG, tmp_path / "none.txt")[0] == 2
    assert Version.objects.get().has_text is False
    attached = in_a_process(fresh_database, tmp_path, "plan", "attach", sample.SLUG, str(good))
    assert attached == (0, [f"attached plan.txt to {sample.SLUG}"], [])
    assert attach(sample.SLUG, good)[0] == 0
    assert Version.objects.get().has_text is True


def test_a_faulty_pack_is_named_by_check_and_stops_load(
    fresh_database: TestDatabase, tmp_path: Path, settings: Any
) -> None:
    path = sample.write_plan(tmp_path / "packs", sample.changed(chapters=[]))
    (path.parents[1] / "pack.yaml").write_text(
        "pack: cn-990000-qinghe\nname: {zh: 青禾市, en: Qinghe}\nterritory: '990000'\n", encoding="utf-8"
    )
    settings.PACKS = tmp_path / "packs"
    code, said = lines(here("pack", "check"))
    first = f"{path}: article 1 lies in chapter 1, which is not listed"
    assert (code, first in said, said[0]) == (1, True, "2 files checked, 4 faults, 0 warnings")
    loaded = in_a_process(fresh_database, tmp_path, "pack", "load", QINGLAN_PACKS=str(tmp_path / "packs"))
    assert (loaded.code, loaded.complained[0]) == (1, f"Error: {first}")
    assert Plan.objects.count() == 0
