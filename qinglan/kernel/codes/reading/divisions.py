"""Administrative divisions (GB/T 2260), one list for each edition, so that a code of any year is found."""

from datetime import date
from pathlib import Path

from qinglan.kernel.codes.lists import Edition, Row, replace
from qinglan.kernel.codes.reading.table import BadTable, rows

_LEVELS = {"0000": 1, "00": 2}


def _row(code: str, name: str, known: set[str]) -> Row:
    if code.endswith("0000"):
        return Row(code, name, 1)
    province, prefecture = code[:2] + "0000", code[:4] + "00"
    if code.endswith("00"):
        return Row(code, name, 2, province if province in known else "")
    return Row(code, name, 3, prefecture if prefecture in known else province if province in known else "")


def _edition(month: date, document: str) -> Edition:
    slug = f"divisions-{month:%Y-%m}"
    return Edition(
        slug,
        "divisions",
        f"行政区划代码（{month:%Y}年{month.month}月）",
        f"Administrative divisions, {month:%Y-%m}",
        "file",
        document=document,
        valid_from=month,
    )


def load_edition(path: Path) -> int:
    """One edition of GB/T 2260, all levels in one table; its month is the column Revision."""
    found: dict[str, str] = {}
    revisions = set()
    for number, fields in rows(path, ("Revision", "Code", "Name")):
        code = fields["Code"].strip()
        if len(code) != 6 or not code.isdecimal():
            raise BadTable(f"{path}:{number}: {code!r} is no code of six digits")
        found[code] = fields["Name"].strip()
        revisions.add(fields["Revision"].strip())
    if len(revisions) != 1 or len(revision := revisions.pop()) != 6:
        raise BadTable(f"{path}: the table needs one Revision of the form YYYYMM")
    month = date(int(revision[:4]), int(revision[4:]), 1)
    known = set(found)
    return replace(
        _edition(month, "GB/T 2260"), [_row(code, name, known) for code, name in sorted(found.items())]
    )


def load_csv(path: Path) -> int:
    """A folder with provinces, cities and areas, as of 30 June 2023 (the statistics bureau's codes)."""
    found: dict[str, str] = {}
    for name, digits in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        for number, fields in rows(path / name, ("code", "name")):
            code = fields["code"].strip()
            if len(code) != digits or not code.isdecimal():
                raise BadTable(f"{path / name}:{number}: {code!r} is no code of {digits} digits")
            found[code.ljust(6, "0")] = fields["name"].strip()
    known = set(found)
    return replace(
        _edition(date(2023, 6, 1), "统计用区划代码"),
        [_row(code, name, known) for code, name in sorted(found.items())],
    )
