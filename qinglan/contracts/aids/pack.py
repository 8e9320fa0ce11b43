"""``taxes.yaml`` of the packs: tax rules by date of effect, with the document that each comes from."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, model_validator

from qinglan.contracts.aids.answers import Source
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import ExactNumber, Pack, Strict
from qinglan.kernel.rulebook.yaml_file import read_yaml


class Dated(Strict):
    """A rule from its first to its last day (None: still in force), and where it stands."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")
    document: str
    article: str
    certainty: Literal["seen", "known", "default"]


class Bracket(Strict):
    """Up to which taxable amount in 分 (None: above all), the rate, the quick deduction in 分."""

    up_to: int | None = Field(default=None, gt=0)
    rate: ExactNumber
    quick: int = Field(ge=0)


class PersonalIncome(Dated):
    """综合所得: the monthly deduction in 分, and the yearly brackets."""

    monthly_deduction: int = Field(gt=0)
    brackets: tuple[Bracket, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> "PersonalIncome":
        ends = [one.up_to for one in self.brackets]
        inner = [end for end in ends[:-1] if end is not None]
        if ends[-1] is not None or len(inner) != len(ends) - 1 or inner != sorted(set(inner)):
            raise ValueError("brackets: the ends rise, the last one has none")
        for lower, upper in zip(self.brackets, self.brackets[1:], strict=False):
            assert lower.up_to is not None
            if lower.up_to * lower.rate - lower.quick != lower.up_to * upper.rate - upper.quick:
                raise ValueError(f"brackets: the tax jumps at {lower.up_to}")
        return self


class CashReward(Dated):
    """现金奖励: which share counts as salary, within how many months of the receipt, for which ways of transfer."""

    counted_share: ExactNumber
    months: int = Field(ge=1, le=120)
    modes: tuple[Literal["transfer", "licence"], ...]


class CorporateIncome(Dated):
    """技术转让所得: what is exempt in 分, the share of the excess that is taxed, the rate, the least years of a licence."""

    exempt: int = Field(gt=0)
    excess_share: ExactNumber
    rate: ExactNumber
    licence_years: int = Field(ge=0, le=30)


class Stamp(Dated):
    """印花税: the rate for technology contracts."""

    technology_rate: ExactNumber


class TaxesFile(Strict):
    """``taxes.yaml``."""

    personal_income: tuple[PersonalIncome, ...] = Field(min_length=1)
    cash_reward: tuple[CashReward, ...] = Field(min_length=1)
    corporate_income: tuple[CorporateIncome, ...] = Field(min_length=1)
    vat: tuple[Dated, ...] = Field(min_length=1)
    stamp: tuple[Stamp, ...] = Field(min_length=1)
    shares: tuple[Dated, ...] = Field(min_length=1)


Rule = TypeVar("Rule", bound=Dated)


def on(rules: Sequence[Rule], day: date) -> Rule | None:
    """The rule in force on `day`; None where there is none."""
    found = [one for one in rules if one.since <= day and (one.until is None or day <= one.until)]
    return max(found, key=lambda one: one.since, default=None)


def source(rule: Dated) -> Source:
    """Where a rule stands and since when it holds, for the reader of an answer."""
    until = rule.until.isoformat() if rule.until else ""
    return Source(rule.document, rule.article, rule.certainty, rule.since.isoformat(), until)


def fen(amount: Decimal) -> int:
    """An amount in 分, half a 分 rounded up."""
    return int((amount + Decimal("0.5")) // 1)


def load_taxes(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, TaxesFile).personal_income)


def taxes() -> TaxesFile:
    """The tax rules in force. Raises LookupError without any."""
    return in_force("taxes.yaml", TaxesFile)


register(FileKind("taxes on technology deals", "taxes.yaml", TaxesFile, load_taxes, order=100))
