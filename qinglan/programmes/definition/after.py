"""``after.yaml``: what holds after the award: obligations, monitor, re-evaluation, exit, bar."""

from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict, Text
from qinglan.programmes.definition.manifest import Basis, LengthForm
from qinglan.programmes.definition.questions import Identifier, Section

RE_EVALUATION = "re_evaluation"
"""The id under which an award owes its re-evaluation; no obligation of a scheme has it."""


class Obligation(Strict):
    """Something due again and again, or once: by `month`-`day` of each year, or `after` the award.

    `report` are the questions of the report, where it is one. `sanction` comes when it is `grace` late.
    """

    id: str = Field(pattern=Identifier)
    text: Text
    basis: Basis
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    after: LengthForm | None = None
    remind: tuple[int, ...] = (30, 15, 3)
    grace: LengthForm | None = None
    sanction: Literal["none", "warning", "rectification", "revocation"] = "warning"
    report: tuple[Section, ...] = ()


class Light(Strict):
    """A rule of the monitor: `condition` on report answers and facts turns the award to `colour`."""

    id: str = Field(pattern=Identifier)
    colour: Literal["yellow", "red"]
    text: Text
    condition: str
    basis: Basis


class Monitor(Strict):
    """Green, yellow, red. Yellow asks for a rectification plan within `plan_within`; red opens the exit."""

    lights: tuple[Light, ...] = Field(min_length=1)
    plan_within: LengthForm
    rectify_within: LengthForm | None = None


class Grade(Strict):
    """A grade of the re-evaluation and what follows from it."""

    id: str = Field(pattern=Identifier)
    text: Text
    at_least: str
    leads_to: Literal["renewal", "rectification", "revocation"]
    reward: str | None = None


class ReEvaluation(Strict):
    """A new case on the same award, every so often; by this scheme's own scoring or another scheme's (`by`).

    A renewed award keeps its number, unless `keeps_number` is false: then a new one takes its place. The holder
    is reminded `remind` days before it is due; `missed` follows when it wasn't handed in `grace` after that day,
    where the award still stands: a revocation is put before an officer, ``none`` lets it run out.
    """

    every: LengthForm
    text: Text
    basis: Basis
    by: str | None = None
    grades: tuple[Grade, ...] = ()
    keeps_number: bool = True
    remind: tuple[int, ...] = (180, 90, 30, 7)
    missed: Literal["none", "warning", "rectification", "revocation"] = "revocation"
    grace: LengthForm | None = None


class ExitGround(Strict):
    """A ground on which an award ends early; with `bar`, how long its holder may not apply again (empty: for ever)."""

    id: str = Field(pattern=Identifier)
    text: Text
    basis: Basis
    bars: bool = False
    bar: LengthForm | None = None


class AfterFile(Strict):
    """The whole file."""

    obligations: tuple[Obligation, ...] = ()
    monitor: Monitor | None = None
    re_evaluation: ReEvaluation | None = None
    exit_grounds: tuple[ExitGround, ...] = ()

    def obligation(self, name: str) -> Obligation | None:
        """The obligation of that id; the re-evaluation is one too, under a name of its own."""
        if name == RE_EVALUATION and self.re_evaluation is not None:
            again = self.re_evaluation
            return Obligation(
                id=name, text=again.text, basis=again.basis, after=again.every, remind=again.remind,
                grace=again.grace, sanction=again.missed,
            )  # fmt: skip
        return next((one for one in self.obligations if one.id == name), None)
