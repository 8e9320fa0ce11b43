"""``letters.yaml``: the texts of official papers and messages, with variables of a closed set."""

from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict, Text

LetterKind = Literal[
    "call", "correction", "recommendation", "joint_check", "notice", "promulgation", "refusal",
    "objection_reply", "reminder", "warning", "rectification", "revocation",
]  # fmt: skip

VARIABLES: dict[str, tuple[str, ...]] = {
    "call": ("programme", "round", "opens", "closes", "contact", "issuer", "quotas"),
    "correction": ("applicant", "programme", "round", "clauses", "due"),
    "recommendation": ("recommender", "programme", "round", "count", "addressee"),
    "joint_check": ("department", "programme", "round", "count", "due"),
    "notice": ("programme", "round", "count", "first_day", "last_day", "closing_hour", "contact", "issuer"),
    "promulgation": ("programme", "round", "count", "issuer", "valid_from", "valid_to"),
    "refusal": ("applicant", "programme", "round", "reasons"),
    "objection_reply": ("applicant", "programme", "ruling", "reasons"),
    "reminder": ("applicant", "programme", "what", "due"),
    "warning": ("applicant", "programme", "award", "reasons", "due"),
    "rectification": ("applicant", "programme", "award", "reasons", "due"),
    "revocation": ("applicant", "programme", "award", "reasons", "bar"),
}
"""What each kind of letter may put in, written as {name}."""


class Column(Strict):
    """A column of the summary table in the notice's own words: heading and the question (or fact) it shows."""

    heading: Text
    group: Text | None = None
    shows: str


class Letter(Strict):
    """A letter: title and paragraphs in Chinese (official papers are Chinese); `addressee` where it has one."""

    kind: LetterKind
    title: str
    addressee: str = ""
    paragraphs: tuple[str, ...] = Field(min_length=1)
    certainty: Literal["published", "practice", "default"] = "default"


class LettersFile(Strict):
    """The whole file. `summary` are the columns of the summary table 汇总表.

    A letter that isn't here is taken from ``programmes/letters.yaml`` of the scheme's pack, then of the
    national one, when the definition is read; a definition holds them all.
    """

    letters: tuple[Letter, ...] = ()
    summary: tuple[Column, ...] = Field(min_length=1)
    summary_title: Text | None = None


class StandardLetters(Strict):
    """``programmes/letters.yaml`` of a pack: letters for schemes that have none of their own."""

    letters: tuple[Letter, ...] = Field(min_length=1)
