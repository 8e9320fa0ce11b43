"""The form of a plan in a pack: ``packs/<pack>/plans/<plan>.yaml``."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text

NO_TEXT = Text(zh="", en="")


class ChapterForm(Strict):
    """A chapter's heading in both languages."""

    number: int
    heading: str
    heading_en: str = ""
    part: int = 1


class ServiceForm(Strict):
    """A part of the system that serves an article, and for what."""

    part: str
    purpose: Text = Field(alias="for")


class ArticleForm(Strict):
    """An article: heading as printed, our own summary, and the parts that serve it."""

    number: int
    chapter: int
    label: str = ""
    heading: str
    heading_en: str = ""
    summary: Text
    serves: tuple[ServiceForm, ...] = ()


class MeasureForm(Strict):
    """The measure of a target, with its parameters."""

    name: str
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with")


class QuantityForm(Strict):
    """A target or a rule in the form of the annotation guide."""

    id: str
    article: int
    kind: Literal["target", "rule"]
    quote: str
    indicator: str
    indicator_en: str = ""
    action: str = ""
    comparator: Literal["eq", "ge", "gt", "le", "lt", "range", "approx"]
    value: ExactNumber
    upper: ExactNumber | None = None
    unit: str = ""
    unit_en: str = ""
    per: str = ""
    deadline: str | None = None
    strength: Literal["firm", "soft"]
    measure: MeasureForm | None = None
    note: Text = NO_TEXT


class BodyForm(Strict):
    """A responsible body and the words that name it."""

    article: int
    role: Literal["lead", "cooperate", "responsible"]
    name: str
    quote: str


class SourceForm(Strict):
    """Where the document was published."""

    name: str
    address: str | None = None


class PlanForm(Strict):
    """The plan itself."""

    slug: str
    title: str
    title_en: str
    stage: Literal["draft_for_comment", "final"]
    status_printed: str | None = None
    territory: str
    issued_on: date | None = None
    source: SourceForm
    base_year: int | None = None
    horizon: int | None = None
    summary: Text
    note: Text = NO_TEXT
    chapters: tuple[ChapterForm, ...]
    articles: tuple[ArticleForm, ...]
    quantities: tuple[QuantityForm, ...]
    bodies: tuple[BodyForm, ...] = ()


class PlanFile(Strict):
    """The whole file."""

    plan: PlanForm
