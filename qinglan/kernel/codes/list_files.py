"""Code lists and correspondences from packs: ``codes/*.yaml``."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from qinglan.kernel.codes.lists import Edition, Row, faults, replace, replace_correspondences
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml

Certainty = Literal["published", "practice", "default"]


class CodeForm(Strict):
    """One code of a list."""

    code: str
    name: Text
    parent: str = ""
    level: int = 1


class ListForm(Strict):
    """One list: what it is, where it stands, its codes."""

    slug: str = Field(alias="list")
    family: str
    name: Text
    document: str = ""
    issuer: str = ""
    valid_from: date | None = Field(None, alias="from")
    valid_to: date | None = Field(None, alias="to")
    certainty: Certainty
    codes: tuple[CodeForm, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "ListForm":
        if found := faults(self.rows()):
            raise ValueError("; ".join(found))
        return self

    def rows(self) -> list[Row]:
        """The codes in the table's form."""
        return [Row(form.code, form.name.zh, form.level, form.parent, form.name.en) for form in self.codes]


class PairForm(Strict):
    """Two codes that correspond."""

    source: str
    target: str
    kind: Literal["same", "partly"]


class CrosswalkForm(Strict):
    """Which codes of two lists correspond."""

    source: str
    target: str
    certainty: Certainty
    note: Text
    pairs: tuple[PairForm, ...]


class CodesFile(Strict):
    """One file of ``codes/``: lists, then crosswalks between lists."""

    lists: tuple[ListForm, ...] = ()
    crosswalks: tuple[CrosswalkForm, ...] = ()


def load_codes(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring the lists of one file into the database; how many codes they have."""
    content = read_yaml(path, CodesFile)
    total = 0
    for form in content.lists:
        edition = Edition(
            form.slug,
            form.family,
            form.name.zh,
            form.name.en,
            pack.slug,
            form.document,
            form.issuer,
            form.valid_from,
            form.valid_to,
            form.certainty,
        )
        total += replace(edition, form.rows())
    for walk in content.crosswalks:
        replace_correspondences(
            walk.source, walk.target, [(one.source, one.target, one.kind) for one in walk.pairs]
        )
    return total


def check_codes(path: Path, content: CodesFile) -> list[str]:
    """Codes of a crosswalk that its lists, where they stand in the same file, don't have."""
    known = {form.slug: {code.code for code in form.codes} for form in content.lists}
    return [
        f"{path}:1: the crosswalk names {code}, which the list {name} does not have"
        for walk in content.crosswalks
        for pair in walk.pairs
        for name, code in ((walk.source, pair.source), (walk.target, pair.target))
        if name in known and code not in known[name]
    ]


register(FileKind("codes", "codes/*.yaml", CodesFile, load_codes, order=8, check=check_codes))
