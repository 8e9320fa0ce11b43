"""``questions.yaml``: the form, as sections of questions with stable ids."""

from typing import Literal

from pydantic import Field, model_validator

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text

QuestionType = Literal[
    "text", "long_text", "integer", "number", "money", "percent", "date", "year", "yes_no",
    "choice", "choices", "organisation_code", "patent_number", "industry", "green_field", "file",
]  # fmt: skip
Identifier = r"^[a-z][a-z0-9_]{0,48}$"


class Option(Strict):
    """One answer of a choice; `id` is what is stored."""

    id: str = Field(pattern=Identifier)
    text: Text


class Question(Strict):
    """One question.

    `id` is stable over editions and is what conditions and scorers name. `when` is a condition on other
    answers: where it is false the question isn't asked and its answer isn't kept. `prefill` names a fact
    that the system knows (see `facts`). `evidence` says that a file must accompany the answer;
    `confidential` keeps the answer out of public views whatever the award.

    Conditions see an answer under its id: numbers, money (in 元), percent (45 is 45 %) and years as numbers,
    dates as dates, yes or no as such, a choice as the option's id; `choices` as ``<id>_count`` and, for each
    option, ``<id>.<option>`` (yes or no); a file as whether it is there.
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

    Conditions and scorers see a repeated section as ``<id>_count`` and, for numbers and `derived` (worked
    out in each row), as ``<id>_<question>_sum``: the sum over all rows, unknown where a row lacks it.
    """

    id: str = Field(pattern=Identifier)
    title: Text
    intro: Text | None = None
    when: str | None = None
    repeat: bool = False
    most_rows: int = Field(200, ge=1, le=1000)
    least_rows: int = Field(0, ge=0)
    questions: tuple[Question, ...] = Field(min_length=1)
    derived: tuple["Derived", ...] = ()


class Derived(Strict):
    """A quantity worked out from answers, facts and earlier derived ones, in Decimal; unknown where one is missing.

    ``sum`` adds, ``difference`` takes the rest from the first, ``product`` multiplies, ``quotient`` divides
    the first by the second (unknown at zero), ``share`` is the quotient times one hundred, ``mean`` the
    arithmetic mean, ``largest`` and ``smallest`` choose; ``rate`` looks the chosen option up in `table`.
    An entry of `of` may be a number itself (``"0.03"``). Rounded half up to `places`.
    """

    id: str = Field(pattern=Identifier)
    text: Text
    kind: Literal["sum", "difference", "product", "quotient", "share", "mean", "largest", "smallest", "rate"]
    of: tuple[str, ...] = Field(min_length=1)
    table: dict[str, ExactNumber] = Field(default_factory=dict)
    places: int = Field(6, ge=0, le=10)
    unit: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Derived":
        if (self.kind == "rate") != bool(self.table):
            raise ValueError("a rate has a table, and nothing else has one")
        needed = {"difference": 2, "quotient": 2, "share": 2, "rate": 1}.get(self.kind)
        if needed and (len(self.of) < needed or (self.kind != "difference" and len(self.of) > needed)):
            raise ValueError(f"a {self.kind} takes {needed} quantities")
        return self


class Tally(Strict):
    """How many rows of a repeated section fulfil `where`, or the sum of their `adds` (a number of the row).

    `where` sees the row's own answers and, where the row has none of that name, those of the whole form.
    One row for which it is unknown makes the tally unknown.
    """

    id: str = Field(pattern=Identifier)
    text: Text
    section: str
    where: str | None = None
    adds: str | None = None
    unit: str = ""


class QuestionsFile(Strict):
    """The whole file. Tallies are made before `derived`, in their order; each may use those before it."""

    sections: tuple[Section, ...] = Field(min_length=1)
    tallies: tuple[Tally, ...] = ()
    derived: tuple[Derived, ...] = ()
