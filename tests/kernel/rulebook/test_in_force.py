"""Of files with one name, a city's comes before the nation's; one that changed is read anew."""

import os
from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.packs import Strict


class Days(Strict):
    number: int


@pytest.fixture
def packs(tmp_path: Path, settings: Any) -> Path:
    settings.PACKS = tmp_path
    return tmp_path


def write(packs: Path, pack: str, number: int) -> None:
    path = packs / pack / "days.yaml"
    path.parent.mkdir(exist_ok=True)
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(f"number: {number}\n", encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_city_comes_before_the_nation_whatever_its_name(packs: Path) -> None:
    with pytest.raises(LookupError, match=r"days\.yaml"):
        in_force("days.yaml", Days)
    write(packs, "cn-national", 1)
    assert in_force("days.yaml", Days) == Days(number=1)
    write(packs, "cn-500000-chongqing", 2)
    assert in_force("days.yaml", Days) == Days(number=2)
    write(packs, "cn-500000-chongqing", 3)
    assert in_force("days.yaml", Days) == Days(number=3)
