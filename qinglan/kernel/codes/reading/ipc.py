"""Titles of the international patent classification in Chinese."""

from pathlib import Path

from qinglan.kernel.codes.lists import Edition, Row, replace
from qinglan.kernel.codes.reading.table import BadTable, rows

EDITION = Edition("ipc", "ipc", "国际专利分类", "International patent classification", "file", document="IPC")
_LEVELS = {"section": 1, "class": 2, "subclass": 3, "maingroup": 4, "subgroup": 5}
_LONGEST = 1000


def load(path: Path) -> int:
    """A table with code, level and title. A parent that the table lacks is left empty."""
    found: dict[str, tuple[int, str]] = {}
    for number, fields in rows(path, ("code", "level", "title")):
        code, level = fields["code"].strip(), fields["level"].strip()
        if level not in _LEVELS:
            raise BadTable(f"{path}:{number}: {level!r} is no level of the classification")
        found[code] = (_LEVELS[level], fields["title"].strip()[:_LONGEST])
    return replace(
        EDITION,
        [
            Row(code, title, level, parent if (parent := _parent(code, level)) in found else "")
            for code, (level, title) in found.items()
        ],
    )


def _parent(code: str, level: int) -> str:
    if level == _LEVELS["subgroup"]:
        return code.split("/", maxsplit=1)[0] + "/00"
    lengths = {_LEVELS["class"]: 1, _LEVELS["subclass"]: 3, _LEVELS["maingroup"]: 4}
    return code[: lengths.get(level, 0)]
