"""``registration.yaml`` of the packs: national fields and lists, deductions, periods, number patterns, pre-checks."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from qinglan.contracts.registering.deduction import CostRule
from qinglan.contracts.registering.number_pattern import fits, length
from qinglan.contracts.registering.precheck import CODES
from qinglan.kernel.periods import Length, Unit
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml

CODE = r"^[a-z][a-z0-9_]{1,39}$"
Certainty = Literal["published", "practice", "default"]
Level = Literal["stops", "asks", "warns"]
Words = Text | str
"""In both languages, or the number of a standard, which is the same in both."""


class Sourced(Strict):
    """A rule with the document that it comes from and how sure it is."""

    source: Words
    certainty: Certainty


class Competence(Strict):
    """Which body is competent from when to when."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")
    body: Text
    document: str
    certainty: Certainty


class Period(Sourced):
    """A legal period."""

    number: int = Field(ge=1, le=250)
    unit: Literal["day", "working_day"]

    @property
    def length(self) -> Length:
        """As the calendar counts it."""
        return Length(self.number, Unit(self.unit))


class Periods(Strict):
    """How long the office has: usually, and where experts are asked."""

    decide: Period
    review: Period


class ReviewRule(Sourced):
    """From which technology value in 分 experts are asked, and how many."""

    large_from: int = Field(gt=0)
    fewest_experts: int = Field(ge=1, le=15)
    odd: bool


class NumberPattern(Sourced):
    """A pattern of national numbers: its template, and a number that fits it."""

    code: str = Field(pattern=CODE)
    name: Text
    template: str
    example: str

    @model_validator(mode="after")
    def _example_fits(self) -> "NumberPattern":
        if not fits(self.template, self.example):
            raise ValueError(f"{self.code}: the example {self.example} is no number of this pattern")
        if length(self.template) > 24:
            raise ValueError(f"{self.code}: a number has at most 24 characters")
        return self


class CostKind(Sourced):
    """A kind of cost and how it counts."""

    code: str = Field(pattern=CODE)
    name: Text
    deducted: bool
    reasonable_sets: int | None = Field(default=None, ge=1, le=100)

    @property
    def rule(self) -> CostRule:
        """As the deduction reads it."""
        return CostRule(self.code, self.deducted, self.reasonable_sets)


class GreenRule(Sourced):
    """Which fields and goals suggest a green contract; `family` is the catalogue whose codes do."""

    fields: tuple[str, ...]
    goals: tuple[str, ...]
    family: str


class ListedCode(Strict):
    """One code of a list; `above` names its code in the list of the level above, `matches` the sub-kinds of contracts that it is."""

    code: str = Field(pattern=r"^[0-9A-Za-z_]{1,24}$")
    name: Text
    above: str = ""
    matches: tuple[str, ...] = ()


class NationalList(Sourced):
    """A list of the national form."""

    name: Text
    codes: tuple[ListedCode, ...] = Field(min_length=1)


class FormField(Strict):
    """A field of the national form: where its value comes from here, and how it is written."""

    key: str = Field(pattern=CODE)
    label: Text
    value: str = Field(alias="from")
    side: Literal["", "seller", "buyer"] = ""
    kind: Literal["text", "money", "day", "flag"] = "text"
    codes: str = Field(default="", alias="list")
    certainty: Certainty


class CheckRule(Sourced):
    """What a finding of the pre-check says, and whether it stops the registration, asks for an answer or warns."""

    code: str
    level: Level
    text: Text


class RegistrationFile(Strict):
    """``registration.yaml``. Amounts in 分."""

    source: str
    competence: tuple[Competence, ...] = Field(min_length=1)
    periods: Periods
    review: ReviewRule
    large_classes: tuple[int, ...]
    numbers: tuple[NumberPattern, ...] = Field(min_length=1)
    unset_pattern: str
    costs: tuple[CostKind, ...] = Field(min_length=1)
    green: GreenRule
    unlikely_words: tuple[str, ...]
    unlikely_source: Text
    home: str
    unknown_country: str
    no_right: str
    lists: dict[str, NationalList]
    fields: tuple[FormField, ...] = Field(min_length=1)
    checks: tuple[CheckRule, ...]

    @model_validator(mode="after")
    def _complete(self) -> "RegistrationFile":
        codes = [one.code for one in self.checks]
        if set(codes) != CODES or len(set(codes)) != len(codes):
            raise ValueError(f"checks: each code once; wrong are {sorted(set(codes) ^ CODES)}")
        missing = sorted({one.codes for one in self.fields if one.codes} - set(self.lists))
        if missing:
            raise ValueError(f"fields: no list is called {missing}")
        if self.unset_pattern not in {one.code for one in self.numbers}:
            raise ValueError(f"unset_pattern: there is no pattern {self.unset_pattern}")
        unknown = (set(self.green.fields) - self.codes_of("tech_field")) | (
            set(self.green.goals) - self.codes_of("goal")
        )
        if unknown:
            raise ValueError(f"green: no field or goal is called {sorted(unknown)}")
        kinds = self.codes_of("kind")
        lost = [one.code for one in self.lists["form"].codes if one.above not in kinds]
        if lost:
            raise ValueError(f"lists.form: {lost} belong to no kind")
        return self

    def codes_of(self, name: str) -> frozenset[str]:
        """The codes of a list."""
        return frozenset(one.code for one in self.lists[name].codes)

    def pattern(self, code: str) -> NumberPattern:
        """The number pattern called `code`, or the one for offices of which none is known."""
        by_code = {one.code: one for one in self.numbers}
        return by_code.get(code) or by_code[self.unset_pattern]

    def check(self, code: str) -> CheckRule:
        """What a finding of this code says."""
        return next(one for one in self.checks if one.code == code)

    def cost_rules(self) -> dict[str, CostRule]:
        """By kind, for the deduction."""
        return {one.code: one.rule for one in self.costs}

    def competent_on(self, day: date) -> Competence | None:
        """The body that is competent on `day`."""
        found = [
            one for one in self.competence if one.since <= day and (one.until is None or day <= one.until)
        ]
        return found[-1] if found else None


def words(text: Words) -> str:
    """A text of the file in the reader's language."""
    return text if isinstance(text, str) else in_reader_language(text)


def registration() -> RegistrationFile:
    """The rules in force. Raises LookupError without any."""
    return in_force("registration.yaml", RegistrationFile)


def choices(name: str, *, above: str = "") -> list[tuple[str, str]]:
    """The codes of a list with their words, all or those below `above`."""
    found = registration().lists[name].codes
    return [(one.code, words(one.name)) for one in found if not above or one.above == above]


def code_words(name: str, code: str) -> str:
    """A code in words; a code that the list does not know stays as it is."""
    return next((words(one.name) for one in registration().lists[name].codes if one.code == code), code)


def load_registration(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, RegistrationFile).fields)


register(
    FileKind(
        "fields of the registration", "registration.yaml", RegistrationFile, load_registration, order=102
    )
)
