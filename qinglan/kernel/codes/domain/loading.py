"""Verb: load a table of codes from a file."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.reading import KINDS
from qinglan.kernel.codes.reading.table import BadTable
from qinglan.kernel.conflicts import Impossible


def load_table(*, acting_user: Any, kind: str, path: Path) -> int:
    """Load the table at `path` as `kind` (a key of `reading.KINDS`); how many codes it holds.

    The list is replaced whole, in one transaction, or not at all. Raises PermissionRefused; Impossible
    for an unknown kind or a bad table, with file, line and reason.
    """
    permissions.require(acting_user, "codes.load")
    if kind not in KINDS:
        raise Impossible(_("There is no kind of table of this name: ") + kind, field="kind")
    try:
        return KINDS[kind][1](path)
    except (BadTable, ValueError) as error:
        raise Impossible(str(error), field="file") from error
