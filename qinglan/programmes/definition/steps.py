"""``steps.yaml``: the work items a case goes through; a closed set of types, ordered by data."""

from typing import Any, Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict, Text
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.definition.questions import Identifier

StepType = Literal[
    "form", "formal_check", "correction", "recommendation", "joint_check", "draw", "review", "site_visit",
    "meeting", "public_notice", "decision", "certificate", "upper_acceptance", "upper_result", "payment",
]  # fmt: skip
Owner = Literal[
    "applicant", "recommender", "officer", "departments", "secretary", "experts", "visitors", "decision_maker"
]
Status = Literal[
    "draft", "submitted", "in_check", "in_correction", "in_review", "on_notice", "in_decision", "above",
    "granted", "refused", "withdrawn", "lapsed",
]  # fmt: skip

OUTCOMES: dict[str, tuple[str, ...]] = {
    "form": ("submitted",),
    "formal_check": ("passed", "to_correct", "failed"),
    "correction": ("resubmitted", "lapsed"),
    "recommendation": ("recommended", "returned", "declined"),
    "joint_check": ("clear", "hit"),
    "draw": ("drawn",),
    "review": ("passed", "below"),
    "site_visit": ("passed", "failed"),
    "meeting": ("agreed", "returned", "refused"),
    "public_notice": ("unopposed", "upheld"),
    "decision": ("granted", "returned", "refused"),
    "certificate": ("issued",),
    "upper_acceptance": ("accepted", "returned", "declined"),
    "upper_result": ("listed", "not_listed"),
    "payment": ("paid", "stopped"),
}
"""The outcomes of each type of step; a definition says for each one where the case goes next."""
ENDS = ("granted", "refused", "withdrawn", "lapsed")
"""Where a case can end."""


class Step(Strict):
    """One step: type, owner, period, and for each outcome the next step or one of the `ENDS`.

    `within` is the period its owner has; `stops_clock` says that the case's own period stands still
    meanwhile (补正, expert review, 公示, site visit). `status` is what the public and the applicant see.
    `moment` tells a joint check which vetoes it asks. `settings` are those of the type and are checked by it:
    ``rounds`` (correction), ``experts``, ``reserves``, ``fields``, ``blind``, ``trim`` (draw, review),
    ``checklist``, ``sample`` (site visit), ``day_kind`` in `within` (public notice), ``quorum`` (meeting).
    """

    id: str = Field(pattern=Identifier)
    type: StepType
    title: Text
    owner: Owner
    status: Status
    within: LengthForm | None = None
    stops_clock: bool = False
    moment: Literal["submission", "notice", "promulgation", "payment"] | None = None
    next: dict[str, str]
    settings: dict[str, Any] = Field(default_factory=dict)


class StepsFile(Strict):
    """The whole file; the first step is named by `start`. `within` is the period of the whole case."""

    start: str
    within: LengthForm | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
