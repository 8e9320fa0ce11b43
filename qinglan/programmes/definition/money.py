"""``money.yaml``: amounts by typed rules, caps, exclusions, one deal one claim."""

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text
from qinglan.kernel.rulebook.typed import Content
from qinglan.programmes.definition.manifest import Basis
from qinglan.programmes.definition.questions import Identifier


class Bracket(Strict):
    """From `at_least` on (itself included) `rate` holds, with at most `cap` 元."""

    at_least: ExactNumber
    rate: ExactNumber
    cap: ExactNumber | None = None


class Brackets(Strict):
    """A rate by the size of `input`; each bracket has its own cap.

    `whole` takes the rate of the bracket that `input` falls into on the whole of it; `marginal` takes each
    bracket's rate on its own slice. Nothing below the lowest bracket.
    """

    kind: Literal["brackets"]
    mode: Literal["whole", "marginal"]
    input: str
    brackets: tuple[Bracket, ...] = Field(min_length=1)
    unit: Literal["元"] = "元"

    @model_validator(mode="after")
    def _rising(self) -> "Brackets":
        if any(high.at_least <= low.at_least for low, high in pairwise(self.brackets)):
            raise ValueError("each bracket begins at a higher number than the one before")
        return self


class AmountForm(Strict):
    """An amount in 元: a typed rule whose inputs are answers, derived quantities, `score` or `grade`.

    `inputs` maps each input of the rule to a name of the form; a name left out stands for itself. Caps are in 元: of one case, of one organisation in a year; `share_of_team` is how much of it may go to
    the people who did the deal, in percent. `excludes` are schemes for the same cost (no double funding).
    """

    id: str = Field(pattern=Identifier)
    text: Text
    basis: Basis
    rule: Content | Brackets
    inputs: dict[str, str] = Field(default_factory=dict)
    cap_case: ExactNumber | None = None
    cap_organisation_year: ExactNumber | None = None
    share_of_team: ExactNumber | None = None
    excludes: tuple[str, ...] = ()


class Claim(Strict):
    """One deal, one claim: the rows of `section` that carry the same `key` in any case of the scheme count once.

    Rows where `related` (a yes/no question of the section) is yes are left out with that reason. The sum of
    `amount` (a number of the row, asked or derived) over the rows that count is ``<section>_claimed``, their
    number ``<section>_claimed_count``.
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
