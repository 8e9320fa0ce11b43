"""``money.yaml``: amounts by typed rules, caps, exclusions, one deal one claim."""

from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text
from qinglan.kernel.rulebook.typed import Content
from qinglan.programmes.definition.manifest import Basis
from qinglan.programmes.definition.questions import Identifier


class AmountForm(Strict):
    """An amount in 元: a typed rule whose inputs are answers, derived quantities or the grade.

    Caps are in 元: of one case, of one organisation in a year; `share_of_team` is how much of it may go to
    the people who did the deal, in percent. `excludes` are schemes for the same cost (no double funding).
    """

    id: str = Field(pattern=Identifier)
    text: Text
    basis: Basis
    rule: Content
    inputs: dict[str, str] = Field(default_factory=dict)
    cap_case: ExactNumber | None = None
    cap_organisation_year: ExactNumber | None = None
    share_of_team: ExactNumber | None = None
    excludes: tuple[str, ...] = ()


class Claim(Strict):
    """One deal, one claim: the rows of `section` that carry the same `key` in any case of the scheme count once.

    Rows where `related` (a yes/no question of the section) is yes are left out with that reason.
    """

    section: str
    key: str
    amount: str
    related: str | None = None


class MoneyFile(Strict):
    """The whole file. `pays` says whether the payment comes before or after the decision is public."""

    amounts: tuple[AmountForm, ...] = Field(min_length=1)
    claim: Claim | None = None
    pays: Literal["after_promulgation", "after_acceptance"] = "after_promulgation"
