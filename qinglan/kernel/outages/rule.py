"""Which outages extend a deadline, and how: ``outages.yaml`` of the packs."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from pydantic import Field

from qinglan.kernel.periods import OutageRule
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml


class OutagesFile(Strict):
    """``outages.yaml``: an outage counts that took `at_least_minutes` of the last `within_hours` before the end."""

    source: Text
    at_least_minutes: int = Field(ge=1, le=24 * 60)
    within_hours: int = Field(ge=1, le=31 * 24)
    move: Literal["next_working_day", "lost_time"]

    def rule(self) -> OutageRule:
        """The rule in the form of legal periods."""
        return OutageRule(
            timedelta(minutes=self.at_least_minutes), timedelta(hours=self.within_hours), self.move
        )


def load(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    read_yaml(path, OutagesFile)
    return 1


def rule_in_force() -> OutageRule:
    """The rule of the packs of this installation: a city's own before the nation's; else the default of `periods`."""
    paths = sorted(
        Path(settings.PACKS).glob("*/outages.yaml"), key=lambda path: path.parent.name == "cn-national"
    )
    return _read(paths[0], paths[0].stat().st_mtime_ns) if paths else OutageRule()


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> OutageRule:
    return read_yaml(path, OutagesFile).rule()


register(FileKind("outages", "outages.yaml", OutagesFile, load, order=16))
