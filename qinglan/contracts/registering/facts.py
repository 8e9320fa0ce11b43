"""What the pre-check reads of a registration: plain data, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qinglan.contracts.registering.deduction import Cost, CostRule


@dataclass(frozen=True)
class Side:
    """A party as the national form asks for it; `territory` is a GB/T 2260 code, `country` a customs code."""

    name: str = ""
    code: str = ""
    country: str = ""
    territory: str = ""
    type: str = ""
    code_is_bad: bool = False

    @property
    def key(self) -> str:
        """What tells this party from another: its code, or its name without blanks where there is none."""
        return self.code or "".join(self.name.split())


@dataclass(frozen=True)
class Facts:
    """A registration as it stands. Amounts in 分; None is not said. `home` is the customs code of this country.

    `contract_state` is the state of the contract here, "" for one that was not drawn up here.
    `twins` are the numbers of what looks like the same contract. `milestones` is the sum of its payments.
    """

    title: str = ""
    kind: str = ""
    form: str = ""
    classification: Mapping[str, str] = field(default_factory=dict)
    seller: Side = field(default_factory=Side)
    buyer: Side = field(default_factory=Side)
    home: str = "142"
    unknown_country: str = "701"
    amount: int | None = None
    technology_amount: int | None = None
    technology_income: int | None = None
    costs: tuple[Cost, ...] = ()
    cost_rules: Mapping[str, CostRule] = field(default_factory=dict)
    milestones: int | None = None
    signed_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    today: date | None = None
    is_related: bool | None = None
    related_note: str = ""
    contract_state: str = ""
    twins: tuple[str, ...] = ()
    large_from: int | None = None
    review_days: int = 30
    office_area: str = ""
    unlikely_words: tuple[str, ...] = ()
    no_right: str = "none"
    papers: int = 0
    new_investment: int | None = None
    new_output: int | None = None
