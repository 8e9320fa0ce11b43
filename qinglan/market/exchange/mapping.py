"""Mappings from somebody else's files to our columns: ``mappings/*.yaml`` of the packs."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from pydantic import Field, model_validator

from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.market.exchange.columns import by_name

_PLACE = re.compile(r"\{(\w+)\}")


class Cell(Strict):
    """How a column is filled: from the key `take`, from the words of `template` with keys in braces, or with
    `value`. A list is joined by `join`. `longest` cuts at the end of a sentence where it can.
    """

    take: str = ""
    template: str = ""
    value: Any = None
    join: str = "，"
    longest: int = Field(default=0, ge=0)

    def of(self, row: Mapping[str, Any]) -> Any:
        """The cell of `row`."""
        if self.value is not None:
            return self.value
        if self.take:
            return _cut(self._text(row.get(self.take)), self.longest)
        return _cut(_PLACE.sub(lambda found: self._text(row.get(found[1])), self.template), self.longest)

    def _text(self, value: Any) -> str:
        if isinstance(value, list):
            return self.join.join(str(one) for one in value)
        return "" if value is None else str(value)


class MappingFile(Strict):
    """``mappings/<name>.yaml``; `source` names where the records come from, for good."""

    mapping: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    side: Literal["technology", "need"]
    source: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    note: Text
    columns: dict[str, Cell]

    @model_validator(mode="after")
    def _sound(self) -> "MappingFile":
        if unknown := set(self.columns) - set(by_name(self.side)):
            raise ValueError(f"no column is called {', '.join(sorted(unknown))}")
        if "external_id" not in self.columns:
            raise ValueError("a mapping names the column of external_id")
        return self

    def apply(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row under our columns."""
        return {key: cell.of(row) for key, cell in self.columns.items()}

    def digest(self) -> str:
        """The hash of all that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def _cut(text: str, longest: int) -> str:
    if not longest or len(text) <= longest:
        return text
    short = text[:longest]
    end = max(short.rfind(sign) for sign in "。；;.")
    return short[: end + 1] if end > longest // 2 else short


def load_mapping(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read when it is used; this only proves that it can be."""
    return len(read_yaml(path, MappingFile).columns)


def mappings() -> dict[str, MappingFile]:
    """All mappings of the packs, by name."""
    paths = sorted(Path(settings.PACKS).glob("*/mappings/*.yaml"))
    found = _read(tuple((path, path.stat().st_mtime_ns) for path in paths))
    return {one.mapping: one for one in found}


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[MappingFile, ...]:
    return tuple(read_yaml(path, MappingFile) for path, _changed in files)


register(FileKind("mappings of files", "mappings/*.yaml", MappingFile, load_mapping, order=97))
