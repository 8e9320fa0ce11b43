"""``mobility.yaml`` of the packs: terms, conditions and what goes on to be paid, by way of moving."""

from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language
from pydantic import Field, model_validator

from qinglan.contracts.models import MobilityWay
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import read_yaml

Certainty = Literal["seen", "known", "default"]
ConditionKey = Literal[
    "not_under_investigation", "no_national_project", "not_head", "head_part_time", "years_of_service"
]


class WayRule(Strict):
    """One way of moving: the longest first term in months (None: no limit), and how it may be extended."""

    first_months: int | None = Field(default=None, ge=1, le=120)
    extension_months: int | None = Field(default=None, ge=1, le=120)
    extensions: int | None = Field(default=None, ge=0, le=10)
    only_unprofitable: bool = False
    keeps: str
    keeps_en: str
    source: str
    source_en: str
    certainty: Certainty

    def said_in(self) -> str:
        """The source in the reader's language."""
        return self.source_en if get_language() == "en" else self.source


class Condition(Strict):
    """A condition of some ways. `block` stops the approval, `warn` is shown to whoever decides."""

    key: ConditionKey
    ways: tuple[str, ...] = Field(min_length=1)
    least: int | None = Field(default=None, ge=0, le=60)
    effect: Literal["block", "warn"]
    source: str
    source_en: str
    certainty: Certainty

    def said_in(self) -> str:
        """The source in the reader's language."""
        return self.source_en if get_language() == "en" else self.source


class NoticeRule(Strict):
    """How many working days an arrangement is on notice within the unit at least."""

    working_days: int = Field(ge=1, le=60)
    certainty: Certainty


class MobilityFile(Strict):
    """``mobility.yaml``."""

    source: str
    certainty: Certainty
    ways: dict[str, WayRule]
    conditions: tuple[Condition, ...]
    notice: NoticeRule
    return_notice_months: int = Field(ge=0, le=12)

    @model_validator(mode="after")
    def _whole(self) -> "MobilityFile":
        if set(self.ways) != set(MobilityWay.values):
            raise ValueError(f"ways: name each of {sorted(MobilityWay.values)}, and no other")
        for one in self.conditions:
            if not set(one.ways) <= set(self.ways):
                raise ValueError(f"conditions: {one.key} names a way that there is not")
            if (one.key == "years_of_service") != (one.least is not None):
                raise ValueError("conditions: years_of_service, and it alone, says `least`")
        return self


def load_mobility(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, MobilityFile).ways)


def mobility_rules() -> MobilityFile:
    """The rules in force. Raises LookupError without any."""
    return in_force("mobility.yaml", MobilityFile)


register(FileKind("moves of researchers", "mobility.yaml", MobilityFile, load_mobility, order=103))
