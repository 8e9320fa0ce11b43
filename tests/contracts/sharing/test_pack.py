"""The national rules on shares of income: floors of every way, periods, heads, and what a wrong file is refused for."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qinglan.contracts.sharing.pack import WAYS, SharingFile, floor_of, main_floor, sharing
from qinglan.kernel.periods import Length, Unit
from qinglan.kernel.rulebook.rules_on import NoRule
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from tests.packs.reading import PACKS

DAY, NATION = date(2026, 1, 5), "100000"


def test_the_floors_of_the_law(who: dict[str, Any]) -> None:
    assert {way: floor_of(way, DAY, NATION).share for way in WAYS} == {
        "transfer": 5000, "licence": 5000, "equity": 5000, "own_use": 500, "joint_use": 500,
    }  # fmt: skip
    assert {floor_of(way, DAY, NATION).article for way in WAYS} == {"第四十五条"}
    assert main_floor(DAY, NATION).share == 5000
    with pytest.raises(NoRule):
        floor_of("transfer", date(2015, 9, 30), NATION)


def test_periods_and_heads() -> None:
    rules = sharing()
    assert rules.price_notice.length.length() == Length(15, Unit("day"))
    assert rules.reward_notice.length.length() == Length(15, Unit("working_day"))
    assert (rules.heads.cash, rules.heads.equity) == (True, False)
    assert (rules.filing.day_of_next_month, rules.filing.prolonged_by.consecutive_days_off) == (15, 3)
    assert rules.binds == ("state_university", "state_institute")


def test_a_file_without_a_floor_for_every_way_is_refused(tmp_path: Path) -> None:
    text = (PACKS / "cn-national/sharing.yaml").read_text(encoding="utf-8")
    path = tmp_path / "sharing.yaml"
    path.write_text(text.replace("  joint_use: share.own-use\n", ""), encoding="utf-8")
    with pytest.raises(PackError):
        read_yaml(path, SharingFile)
