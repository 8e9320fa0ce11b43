"""International patent classification: the form of a symbol, and whether it is green, with the basis."""

import re
import unicodedata
from dataclasses import dataclass

from qinglan.kernel.codes.models import GreenPattern

_SYMBOL = re.compile(r"(?P<subclass>[A-H]\d{2}[A-Z])(?:(?P<group>\d{1,4})/(?P<subgroup>\d{2,6}))?")


class BadSymbol(ValueError):
    """The text is no IPC symbol of a subclass or below."""


@dataclass(frozen=True)
class Symbol:
    """An IPC symbol in its short form: ``H01M10/0525``, or a subclass, ``A01H``."""

    subclass: str
    group: str = ""
    subgroup: str = ""

    def __str__(self) -> str:
        return f"{self.subclass}{self.group}/{self.subgroup}" if self.group else self.subclass

    @property
    def section(self) -> str:
        """The section, A to H."""
        return self.subclass[0]

    @property
    def main_group(self) -> str:
        """The main group, ``H01M10/00``; "" for a subclass."""
        return f"{self.subclass}{self.group}/00" if self.group else ""


def symbol(text: str) -> Symbol:
    """The symbol that `text` holds (``H01M 10/0525``, full-width, padded with zeros or blanks).

    Raises BadSymbol.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    match = _SYMBOL.fullmatch(re.sub(r"\(\d{4}\.\d{2}\)$", "", plain))
    if match is None:
        raise BadSymbol(text)
    return Symbol(match["subclass"], (match["group"] or "").lstrip("0"), match["subgroup"] or "")


@dataclass(frozen=True)
class GreenBasis:
    """Why a symbol is green: the list, its line, the pattern there, the code by which it was found."""

    code_list: str
    line: int
    pattern: str
    ipc: str


def green_basis(text: str) -> list[GreenBasis]:
    """Every line of the loaded green lists that covers the symbol in `text`; empty: not green.

    A line covers a symbol that it names, all symbols of a main group written ``NN/00``, and all of a
    subclass written alone. Raises BadSymbol. Without loaded lists nothing is green: see `lists_loaded`.
    """
    asked = symbol(text)
    wanted = {str(asked), asked.subclass}
    rows = GreenPattern.objects.filter(ipc__in=wanted | ({asked.main_group} - {""})).order_by(
        "code_list_id", "line"
    )
    return [
        GreenBasis(row.code_list_id, row.line, row.pattern, row.ipc)
        for row in rows
        if row.ipc in wanted or "".join(row.pattern.split()) == asked.main_group
    ]


def is_green(text: str) -> bool:
    """Whether any loaded green list covers the symbol. Raises BadSymbol."""
    return bool(green_basis(text))


def lists_loaded() -> list[str]:
    """The green lists that are loaded; with none, `is_green` can't know."""
    return sorted(GreenPattern.objects.values_list("code_list_id", flat=True).distinct())
