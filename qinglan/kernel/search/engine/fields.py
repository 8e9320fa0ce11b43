"""What a field of a collection may be. `aliases` are other names by which one may ask for it (标题:…)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Words that are searched; `weight` counts each of its words so often (1 to 9).

    Of a `kept` text the engine keeps the wording and can show excerpts with the words found.
    """

    name: str
    weight: int = 1
    kept: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keyword:
    """Codes: one, several or none per document; filtered by equality and counted as a facet."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Integer:
    """One whole number or none per document (money in 分, a level); filtered by range, sorted."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Date:
    """One date or none per document; filtered by range, sorted."""

    name: str
    aliases: tuple[str, ...] = ()


Field = Text | Keyword | Integer | Date
