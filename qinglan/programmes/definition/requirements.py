"""``requirements.yaml``: what must hold (eligibility) and what must not be (vetoes), each with its clause."""

from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict, Text
from qinglan.programmes.definition.manifest import Basis
from qinglan.programmes.definition.questions import Identifier

Moment = Literal["submission", "notice", "promulgation", "payment"]


class Requirement(Strict):
    """One condition.

    `condition` is true when all is well, for vetoes too; a missing answer leaves it unknown and it goes to
    a person. A veto with `ask` is put to that department at each of its `moments`; its reply decides, and
    silence is pending. `person` says that only a person can judge it (there is no condition then).
    `bring` says what to do or bring when it is unknown or not met.
    """

    id: str = Field(pattern=Identifier)
    kind: Literal["eligibility", "veto"]
    text: Text
    basis: Basis
    condition: str | None = None
    person: bool = False
    ask: Text | None = None
    moments: tuple[Moment, ...] = ("submission",)
    bring: Text | None = None


class RequirementsFile(Strict):
    """The whole file."""

    requirements: tuple[Requirement, ...] = Field(min_length=1)
