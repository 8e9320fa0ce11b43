"""Which outages extend a deadline, and how: ``outages.yaml`` of the packs."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from qinglan.kernel.periods import OutageRule
from qinglan.kernel.rulebook.in_force import in_force
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
    """The rule of the packs of this installation; without any the default of `periods`."""
    try:
        return in_force("outages.yaml", OutagesFile).rule()
    except LookupError:
        return OutageRule()


register(FileKind("outages", "outages.yaml", OutagesFile, load, order=16))
