"""Industries (GB/T 4754-2017) of all four levels."""

import logging
from collections.abc import Container
from datetime import date
from pathlib import Path

from qinglan.kernel.codes.lists import Edition, Row, replace
from qinglan.kernel.codes.reading.table import BadTable, rows

EDITION = Edition(
    "industries-2017-full",
    "industries-full",
    "国民经济行业分类（四级）",
    "Industries, all levels",
    "file",
    document="GB/T 4754-2017",
    valid_from=date(2017, 10, 1),
)


log = logging.getLogger(__name__)


def load(path: Path) -> int:
    """A table with level, section, code and name.

    A code lies under the longest code that begins it, a division under its section. Known copies of the
    standard leave groups of a single class out and print 374 twice: the first of two is kept, and the log
    names the other.
    """
    found: dict[str, tuple[int, str, str]] = {}
    for number, fields in rows(path, ("level", "section", "code", "name")):
        code, level, name = fields["code"].strip(), fields["level"].strip(), fields["name"].strip()
        if level not in ("1", "2", "3", "4") or len(code) != int(level):
            raise BadTable(f"{path}:{number}: {code!r} is no code of level {level!r}")
        if code in found:
            log.warning("%s:%s: the code %s stands twice, %s is left out", path, number, code, name)
            continue
        found[code] = (int(level), fields["section"].strip(), name)
    return replace(
        EDITION,
        [
            Row(code, name, level, "" if level == 1 else _parent(code, section, found))
            for code, (level, section, name) in found.items()
        ],
    )


def _parent(code: str, section: str, known: Container[str]) -> str:
    prefixes = (code[:length] for length in range(len(code) - 1, 1, -1))
    return next((prefix for prefix in prefixes if prefix in known), section)
