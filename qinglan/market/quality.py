"""``quality.yaml`` of the packs: checklists, reasons for return, how long a listing is valid, when its owner is reminded."""

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from qinglan.kernel.periods.length import months_later
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import ExactNumber, Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml

Side = Literal["technology", "need"]
CODE = r"^[a-z][a-z0-9-]{1,39}$"


class Point(Strict):
    """A point that somebody confirms at a check."""

    code: str = Field(pattern=CODE)
    step: Literal["first", "second"]
    side: Literal["technology", "need", "both"]
    text: Text


class Reason(Strict):
    """A reason for return, and what the owner does next."""

    code: str = Field(pattern=CODE)
    side: Literal["technology", "need", "both"]
    text: Text
    next: Text


class Validity(Strict):
    """Months from publication to the last day."""

    technology: int = Field(ge=1, le=120)
    need: int = Field(ge=1, le=120)


class QualityFile(Strict):
    """``quality.yaml``."""

    source: str
    checklist: tuple[Point, ...] = Field(min_length=1)
    reasons: tuple[Reason, ...] = Field(min_length=1)
    validity_months: Validity
    remind_days_before_end: tuple[int, ...]
    stale_after_months: int = Field(ge=1, le=120)
    similar_from: ExactNumber

    @model_validator(mode="after")
    def _sound(self) -> "QualityFile":
        for name, rows in (("checklist", self.checklist), ("reasons", self.reasons)):
            codes = [row.code for row in rows]
            if len(set(codes)) != len(codes):
                raise ValueError(f"{name}: a code stands twice")
        if not Decimal("0.1") <= self.similar_from <= 1:
            raise ValueError("similar_from is a share from 0.1 to 1")
        return self

    def digest(self) -> str:
        """The hash of all that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def points(self, side: str, step: str) -> tuple[Point, ...]:
        """What is confirmed at this step."""
        return tuple(one for one in self.checklist if one.step == step and one.side in (side, "both"))

    def reasons_for(self, side: str) -> tuple[Reason, ...]:
        """For which reasons a listing of this side is returned."""
        return tuple(one for one in self.reasons if one.side in (side, "both"))


def load_quality(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    content = read_yaml(path, QualityFile)
    return len(content.checklist) + len(content.reasons)


def quality() -> QualityFile:
    """The rules of the market in force. Raises LookupError without any."""
    return in_force("quality.yaml", QualityFile)


def ends_on(side: str, start: date) -> date:
    """The last day of a listing that is published or renewed on `start`."""
    return months_later(start, getattr(quality().validity_months, side))


register(FileKind("rules of the market", "quality.yaml", QualityFile, load_quality, order=96))
