"""``golden/*.yaml``: worked cases that the check works out again; a scheme that fails its own isn't loaded."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict, Text


class GoldenReport(Strict):
    """Answers to the report of an `obligation`, and exactly the `lights` of the monitor that they turn on."""

    obligation: str
    facts: dict[str, Any] = Field(default_factory=dict)
    answers: dict[str, Any] = Field(default_factory=dict)
    rows: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)
    lights: tuple[str, ...] = ()


class GoldenEvaluation(Strict):
    """A score of the re-evaluation, and exactly the `grade` and what it `leads_to`."""

    score: str
    grade: str
    leads_to: Literal["renewal", "rectification", "revocation"]


class GoldenCase(Strict):
    """Answers and facts on a day, and all that must come of them.

    The day is written as `day` (a bare `on` is a yes in YAML), numbers in quotes. `requirements` gives the verdict of each requirement named (met, unmet, unknown, person); `lines` the marks of
    score lines; `score`, `grade` and `amounts` the results; with
    `score_at_most` the total is a range from `score` on, because an answer is missing. `rows` are those of repeated sections; `marks`
    the experts' marks by item. `replies` are the departments' by requirement; `claimed` are deals already claimed elsewhere (key and where), `paid` what the
    organisation already got this year, by amount. `path` are the outcomes, in order, that lead from the start to `ends`.
    `reports` are reports of the award that follows, each with the lights that it turns on; `evaluations` are scores
    of its re-evaluation.
    """

    title: Text
    source: str = ""
    on: date = Field(alias="day")
    facts: dict[str, Any] = Field(default_factory=dict)
    answers: dict[str, Any] = Field(default_factory=dict)
    rows: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)
    marks: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    claimed: dict[str, str] = Field(default_factory=dict)
    paid: dict[str, str] = Field(default_factory=dict)
    replies: dict[str, Literal["clear", "hit"]] = Field(default_factory=dict)
    requirements: dict[str, Literal["met", "unmet", "unknown", "person"]] = Field(default_factory=dict)
    derived: dict[str, str] = Field(default_factory=dict)
    lines: dict[str, str] = Field(default_factory=dict)
    score: str | None = None
    grade: str | None = None
    score_at_most: str | None = None
    amounts: dict[str, str] = Field(default_factory=dict)
    path: tuple[str, ...] = ()
    ends: str | None = None
    reports: tuple[GoldenReport, ...] = ()
    evaluations: tuple[GoldenEvaluation, ...] = ()


class GoldenFile(Strict):
    """The whole file."""

    cases: tuple[GoldenCase, ...]
