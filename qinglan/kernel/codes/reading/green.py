"""IPC codes that green lists name."""

from pathlib import Path

from qinglan.kernel.codes.ipc import BadSymbol, symbol
from qinglan.kernel.codes.lists import Edition, replace_patterns
from qinglan.kernel.codes.reading.table import BadTable, rows

NAMES = {
    "green_inventory_03": ("green-inventory", "国际专利分类绿色清单", "IPC Green Inventory", "WIPO"),
    "envtech_03": ("env-tech", "环境技术专利分类", "ENV-TECH patent codes", "OECD"),
}


def load(path: Path) -> int:
    """A table with list, line, pattern and ipc; each list named in it becomes one of ours."""
    found: dict[str, dict[tuple[int, str], str]] = {}
    for number, fields in rows(path, ("list", "line", "pattern", "ipc")):
        if fields["list"] not in NAMES:
            raise BadTable(f"{path}:{number}: {fields['list']!r} is no green list that is known here")
        try:
            ipc = str(symbol(fields["ipc"]))
        except BadSymbol as error:
            raise BadTable(f"{path}:{number}: {fields['ipc']!r} is no IPC symbol") from error
        found.setdefault(fields["list"], {})[int(fields["line"]), ipc] = fields["pattern"].strip()
    total = 0
    for name, patterns in found.items():
        slug, name_zh, name_en, issuer = NAMES[name]
        edition = Edition(slug, "green-ipc", name_zh, name_en, "file", issuer=issuer)
        total += replace_patterns(edition, [(line, text, ipc) for (line, ipc), text in patterns.items()])
    return total
