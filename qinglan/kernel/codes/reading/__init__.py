"""Readers of the larger tables that an operator loads from files. Each kind is named here once."""

from collections.abc import Callable
from pathlib import Path

from qinglan.kernel.codes.reading import divisions, green, industries, ipc

Reader = Callable[[Path], int]

KINDS: dict[str, tuple[str, Reader]] = {
    "divisions": ("a folder with provinces.csv, cities.csv and areas.csv (code, name)", divisions.load_csv),
    "divisions-edition": ("a GB/T 2260 table: Source, Revision (YYYYMM), Code, Name", divisions.load_edition),
    "industries": ("GB/T 4754: level, section, code, name, description", industries.load),
    "ipc": ("IPC titles in Chinese: code, level, title", ipc.load),
    "green-ipc": ("green IPC codes: list, line, pattern, ipc, title_zh", green.load),
}
