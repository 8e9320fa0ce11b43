"""Numbers of rights: their one normal form, and which spellings name the same right.

A patent has one number all its life: CN stands before it as an application, ZL once it is granted.
"""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.codes import patents
from qinglan.kernel.conflicts import Impossible
from qinglan.rights.models import RightKind, RightState
from qinglan.rights.models.right import PATENTS

GRANTED = frozenset({RightState.IN_FORCE, RightState.LAPSED, RightState.EXPIRED, RightState.INVALID})
"""States that only a granted right can have."""
_BAD = {
    "form": gettext_lazy("This is no patent number. Write it as ZL202110123456.X or CN202110123456.X."),
    "year": gettext_lazy("The year in this patent number can't be right."),
    "check_digit": gettext_lazy("The check digit behind the point does not fit: one digit is mistyped."),
}


def normal_number(kind: str, number: str, *, granted: bool = False) -> str:
    """The number as it is kept, of a patent checked by its check digit; raises Impossible with the field.

    A patent's has ZL before it where it is `granted` or was written so, else CN.
    """
    if kind == RightKind.SECRET:
        if number.strip():
            raise Impossible(_("A trade secret has no number."), field="number")
        return ""
    if kind not in PATENTS:
        return " ".join(number.split())
    if not number.strip():
        raise Impossible(_("Write the number of the patent or application."), field="number")
    try:
        found = patents.validated(number)
    except patents.BadPatentNumber as bad:
        raise Impossible(str(_BAD[bad.reason]), field="number") from None
    if found.kind != kind:
        raise Impossible(_("By its number this is another kind of patent."), field="number")
    return str(replace(found, granted=found.granted or granted))


def spellings(number: str) -> tuple[str, ...]:
    """Under which numbers the same right may stand in a ledger, the granted one first; none for no number.

    >>> spellings("CN200410018477.9")
    ('ZL200410018477.9', 'CN200410018477.9')
    """
    if not number:
        return ()
    try:
        found = patents.validated(number)
    except patents.BadPatentNumber:
        return (number,)
    return tuple(str(replace(found, granted=granted)) for granted in (True, False))


def one_spelling(number: str) -> str:
    """The same for all spellings of one number: by it two are compared."""
    return next(iter(spellings(number)), "")
