"""``programme.yaml``: which scheme this is, by whose authority, for whom, and what it gives."""

from datetime import date
from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text

Authority = Literal["national", "provincial", "municipal", "district"]
"""国、省、市、区县: who decides."""
Nature = Literal["recognition", "listing", "project", "subsidy", "filing", "commendation", "demonstration"]
"""认定、入库、立项、奖补、备案、表彰、示范."""
Subject = Literal["organisation", "product", "equipment", "project", "site", "person", "deal"]
Certainty = Literal["published", "practice", "default"]
"""Read in a published source; common practice; the city's own default, shown as such."""


class LengthForm(Strict):
    """A period: ``{number: 5, unit: working_day}``."""

    number: int = Field(ge=1)
    unit: Literal["day", "working_day", "week", "month", "year"]


class Basis(Strict):
    """Where a rule comes from: document, article, and how sure it is."""

    document: str
    article: str = ""
    address: str | None = None
    certainty: Certainty = "published"
    note: Text | None = None


class Served(Strict):
    """The article of a plan that the scheme serves, and for what."""

    plan: str
    article: int
    purpose: Text = Field(alias="for")


class BodyForm(Strict):
    """A responsible body."""

    role: Literal["lead", "cooperate", "recommend", "decide", "pay"]
    name: Text


class Review(Strict):
    """A review that the scheme itself went through: conclusion, day, by whom. None of it known: all empty."""

    conclusion: str = ""
    on: date | None = Field(default=None, alias="day")
    by: str = ""


class Reviews(Strict):
    """公平竞争审查 and 合法性审核."""

    fair_competition: Review = Review()
    legality: Review = Review()


class Validity(Strict):
    """The days on which the scheme's document is in force; `to` is the last, empty while it stands."""

    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="to")


class Applicants(Strict):
    """Who may apply, and what one case is about.

    `kinds` are kinds of organisation (see the parties' list); `subject` is what is put forward, and
    `subject_question` the question that names it where it isn't the organisation itself. One applicant
    has one case a round for each subject.
    """

    kinds: tuple[str, ...] = Field(min_length=1)
    subject: Subject = "organisation"
    subject_question: str | None = None


class Benefit(Strict):
    """What an award brings: in words, and the amount of ``money.yaml`` where it is paid."""

    id: str
    text: Text
    amount: str | None = None


class AwardForm(Strict):
    """What the decision makes: `number` is a pattern of {year} and {serial}, empty where the number comes from above."""

    title: Text
    number: str = ""
    valid_for: LengthForm | None = None
    certificate: bool = True


class Manifest(Strict):
    """The scheme itself."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9-]{2,60}$")
    edition: int = Field(ge=2000, le=2100)
    title: Text
    summary: Text
    nature: Nature
    authority: Authority
    decided: Literal["here", "above"]
    serves: tuple[Served, ...] = Field(min_length=1)
    bodies: tuple[BodyForm, ...] = Field(min_length=1)
    legal_basis: tuple[Basis, ...] = Field(min_length=1)
    approval_number: str | None = None
    reviews: Reviews = Reviews()
    valid: Validity
    applicants: Applicants
    award: AwardForm
    benefits: tuple[Benefit, ...] = ()
    key_fields: tuple[str, ...] = ()
    quota: ExactNumber | None = None
    note: Text | None = None
    copied_from: str | None = None


class ManifestFile(Strict):
    """The whole file."""

    programme: Manifest
