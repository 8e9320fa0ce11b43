"""``auctions.yaml`` of the packs: who may use which mode, who organises it, periods, deposits, ties."""

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from qinglan.auctions.models.choices import LotMode, PaperKind, TieRule
from qinglan.kernel.periods import Length, Unit
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import ExactNumber, Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.parties.models.organisation_kind import OrganisationKind

CODE = r"^[a-z][a-z0-9_]{1,39}$"
Certainty = Literal["published", "practice", "default"]
Side = Literal["offered", "sought"]


class Coded(Strict):
    """A reason; `returns` one can be mended, `excludes` one throws out who was qualified."""

    code: str = Field(pattern=CODE)
    text: Text
    returns: bool = False
    excludes: bool = False


class OwnerClass(Strict):
    """A class of owners, and the kinds of organisations that may call themselves so."""

    code: str = Field(pattern=CODE)
    text: Text
    kinds: tuple[OrganisationKind, ...]


class OrganiserKind(Strict):
    """Who may organise, and which licence he names."""

    code: str = Field(pattern=CODE)
    text: Text
    kinds: tuple[OrganisationKind, ...]
    licence: Text
    source: Text
    certainty: Certainty


class Disclosure(Strict):
    """How many days a lot stands disclosed before its bids end: at least, and what is usual."""

    least: int = Field(ge=1, le=250)
    usual: int = Field(ge=1, le=250)
    unit: Literal["day", "working_day"]

    def length(self, number: int) -> Length:
        """That many days as a legal period."""
        return Length(number, Unit(self.unit))


class ModeRules(Strict):
    """What holds for a mode. `deposit_most` is a share of the start price, or of the reserve where there is none."""

    mode: LotMode
    disclosure: Disclosure
    viewing_days: int = Field(default=0, ge=0, le=60)
    deposit_most: ExactNumber
    ties: tuple[TieRule, ...] = Field(min_length=1)
    source: Text
    certainty: Certainty


class Cell(Strict):
    """Modes that a class of owners may use, and with whom."""

    owner: str
    modes: tuple[LotMode, ...] = Field(min_length=1)
    organisers: tuple[str, ...] = Field(min_length=1)
    sides: tuple[Side, ...] = Field(min_length=1)
    source: Text
    certainty: Certainty


class Amendment(Strict):
    """An amendment leaves at least so many days before bids begin; questions end so many days before that."""

    least_days_before_bids: int = Field(ge=1, le=60)
    unit: Literal["day", "working_day"]
    questions_until_days: int = Field(ge=0, le=30)
    source: Text
    certainty: Certainty

    def length(self) -> Length:
        """As a legal period."""
        return Length(self.least_days_before_bids, Unit(self.unit))


class Training(Strict):
    """How many seconds stand for a day."""

    seconds_a_day: int = Field(ge=1, le=3600)


class AuctionsFile(Strict):
    """``auctions.yaml``."""

    source: str
    owner_classes: tuple[OwnerClass, ...] = Field(min_length=1)
    organisers: tuple[OrganiserKind, ...] = Field(min_length=1)
    modes: tuple[ModeRules, ...] = Field(min_length=1)
    matrix: tuple[Cell, ...] = Field(min_length=1)
    amendment: Amendment
    training: Training
    papers: tuple[PaperKind, ...]
    returns: tuple[Coded, ...] = Field(min_length=1)
    stops: tuple[Coded, ...] = Field(min_length=1)
    refusals: tuple[Coded, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "AuctionsFile":
        for name in ("owner_classes", "organisers", "returns", "stops", "refusals"):
            codes = [row.code for row in getattr(self, name)]
            if len(set(codes)) != len(codes):
                raise ValueError(f"{name}: a code stands twice")
        if sorted(one.mode for one in self.modes) != sorted(LotMode.values):
            raise ValueError("modes: each mode has its rules once")
        classes, organisers = ({one.code for one in rows} for rows in (self.owner_classes, self.organisers))
        for cell in self.matrix:
            if cell.owner not in classes or not set(cell.organisers) <= organisers:
                raise ValueError(f"matrix: {cell.owner}: an unknown class of owner or organiser")
        for one in self.modes:
            if not 0 <= one.deposit_most <= 1 or one.disclosure.least > one.disclosure.usual:
                raise ValueError(f"modes: {one.mode}: a share from 0 to 1, days from least to usual")
        return self

    def digest(self) -> str:
        """The hash of all that it says: the version of the rules that a lot was disclosed under."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def rules_of(self, mode: str) -> ModeRules:
        """What holds for a mode."""
        return next(one for one in self.modes if one.mode == mode)

    def owner_class(self, code: str) -> OwnerClass | None:
        """A class of owners; None for one that the pack does not know."""
        return next((one for one in self.owner_classes if one.code == code), None)

    def organisers_for(self, owner_class: str, mode: str, side: str) -> tuple[OrganiserKind, ...]:
        """Who may organise such a lot; nobody where the class may not use the mode."""
        codes = {
            code
            for cell in self.matrix
            if cell.owner == owner_class and mode in cell.modes and side in cell.sides
            for code in cell.organisers
        }
        return tuple(one for one in self.organisers if one.code in codes)

    def modes_for(self, owner_class: str, side: str) -> tuple[str, ...]:
        """The modes that a class may use, in the order of the list."""
        return tuple(mode for mode in LotMode.values if self.organisers_for(owner_class, mode, side))


def deposit_limit(rules: ModeRules, base: int) -> int:
    """The largest deposit in 分 for a lot of `base` 分, cut to whole 分.

    >>> deposit_limit(auctions().rules_of("comparison"), 1_000_000_00)  # doctest: +SKIP
    2000000
    """
    return int(Decimal(base) * rules.deposit_most)


def load_auctions(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, AuctionsFile).matrix)


def auctions() -> AuctionsFile:
    """The rules of lots in force. Raises LookupError without any."""
    return in_force("auctions.yaml", AuctionsFile)


register(FileKind("auctions and bids", "auctions.yaml", AuctionsFile, load_auctions, order=98))
