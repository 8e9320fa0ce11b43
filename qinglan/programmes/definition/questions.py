"""``questions.yaml``: the form, as sections of questions with stable ids."""

from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text

QuestionType = Literal[
    "text", "long_text", "integer", "number", "money", "percent", "date", "year", "yes_no",
    "choice", "choices", "organisation_code", "patent_number", "industry", "green_field", "file",
]  # fmt: skip
Identifier = r"^[a-z][a-z0-9_]{1,48}$"


class Option(Strict):
    """One answer of a choice; `id` is what is stored."""

    id: str = Field(pattern=Identifier)
    text: Text


class Question(Strict):
    """One question.

    `id` is stable over editions and is what conditions and scorers name. `when` is a condition on other
    answers: where it is false the question isn't asked and its answer isn't kept. `prefill` names a fact
    that the system knows. `evidence` says that a file must accompany the answer; `confidential` keeps the
    answer out of public views whatever the award.
    """

    id: str = Field(pattern=Identifier)
    type: QuestionType
    text: Text
    help: Text | None = None
    unit: str = ""
    required: bool = True
    when: str | None = None
    options: tuple[Option, ...] = ()
    least: ExactNumber | None = None
    most: ExactNumber | None = None
    longest: int | None = None
    evidence: Text | None = None
    prefill: str | None = None
    confidential: bool = False


class Section(Strict):
    """A page of the form. With `repeat` it is a table: each row answers all its questions anew.

    Conditions and scorers see a repeated section as ``<id>_count`` and, for numbers, ``<id>_<question>_sum``.
    """

    id: str = Field(pattern=Identifier)
    title: Text
    intro: Text | None = None
    when: str | None = None
    repeat: bool = False
    most_rows: int = Field(200, ge=1, le=1000)
    least_rows: int = Field(0, ge=0)
    questions: tuple[Question, ...] = Field(min_length=1)


class Derived(Strict):
    """A quantity worked out from answers, facts and earlier derived ones, in Decimal; unknown where one is missing.

    ``sum`` adds, ``difference`` takes the rest from the first, ``product`` multiplies, ``quotient`` divides
    the first by the second (unknown at zero), ``share`` is the quotient times one hundred, ``mean`` the
    arithmetic mean, ``largest`` and ``smallest`` choose.
    """

    id: str = Field(pattern=Identifier)
    text: Text
    kind: Literal["sum", "difference", "product", "quotient", "share", "mean", "largest", "smallest"]
    of: tuple[str, ...] = Field(min_length=1)
    places: int = Field(6, ge=0, le=10)
    unit: str = ""


class QuestionsFile(Strict):
    """The whole file."""

    sections: tuple[Section, ...] = Field(min_length=1)
    derived: tuple[Derived, ...] = ()
