"""What a reading holds. Frozen, typed, with offsets into the normalised text."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["target", "rule"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "range", "approx"]
Strength = Literal["firm", "soft"]
Role = Literal["lead", "cooperate", "responsible"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open run of characters of `Reading.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A first-level unit; number 0 where the document's first-level units serve as articles."""

    number: int
    heading: str
    articles: tuple[int, ...]
    span: Span
    part: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of the annotation guide."""
        out: dict[str, Any] = {
            "number": self.number,
            "heading": self.heading,
            "articles": list(self.articles),
        }
        if self.part is not None:
            out["part"] = self.part
        return out


@dataclass(frozen=True, slots=True)
class Article:
    """A second-level unit. `label` is the printed numeral where it differs from the running number by rule."""

    number: int
    heading: str
    chapter: int
    span: Span
    label: str | None = None
    part: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of the annotation guide."""
        out: dict[str, Any] = {"number": self.number, "heading": self.heading, "chapter": self.chapter}
        if self.label is not None:
            out["label"] = self.label
        return out


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that commits somebody. `value` is in the printed `unit` (30亿元: 30, "亿元")."""

    article: int
    kind: Kind
    quote: str
    indicator: str
    action: str
    comparator: Comparator
    value: Number
    upper: Number | None
    unit: str
    deadline: str | None
    strength: Strength
    span: Span
    per: str | None = None
    chapter: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of the annotation guide; `per` and `chapter` only where they apply."""
        out: dict[str, Any] = {
            "article": self.article,
            "kind": self.kind,
            "quote": self.quote,
            "indicator": self.indicator,
            "action": self.action,
            "comparator": self.comparator,
            "value": self.value,
            "upper": self.upper,
            "unit": self.unit,
            "deadline": self.deadline,
            "strength": self.strength,
        }
        if self.per is not None:
            out["per"] = self.per
        if self.chapter is not None:
            out["chapter"] = self.chapter
        return out


@dataclass(frozen=True, slots=True)
class Body:
    """An office or organisation with a part in an article."""

    article: int
    role: Role
    name: str
    quote: str
    span: Span

    def to_json(self) -> dict[str, Any]:
        """Article, role, name and quote."""
        return {"article": self.article, "role": self.role, "name": self.name, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one document. All spans index `text`, the normalised text."""

    document: str
    title: str
    status: str | None
    source: str | None
    is_plan: bool
    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    quantities: tuple[Quantity, ...]
    bodies: tuple[Body, ...]
    text: str

    @property
    def targets(self) -> tuple[Quantity, ...]:
        """Quantities that the plan's implementers are to reach."""
        return tuple(q for q in self.quantities if q.kind == "target")

    @property
    def rules(self) -> tuple[Quantity, ...]:
        """Quantities that bind cases under the plan."""
        return tuple(q for q in self.quantities if q.kind == "rule")

    def to_json(self) -> dict[str, Any]:
        """The annotation form plus `bodies`."""
        return {
            "document": self.document,
            "title": self.title,
            "status": self.status,
            "source": self.source,
            "chapters": [chapter.to_json() for chapter in self.chapters],
            "articles": [article.to_json() for article in self.articles],
            "quantities": [quantity.to_json() for quantity in self.quantities],
            "bodies": [body.to_json() for body in self.bodies],
        }
