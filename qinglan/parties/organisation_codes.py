"""Which code an organisation has, and whether an industry is one of GB/T 4754."""

import re

from django.utils.translation import gettext as _

from qinglan.kernel.codes import uscc
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models.organisation_kind import MAY_LACK_CODE

LOCAL = re.compile(r"L-[0-9A-Z]{6}-\d{5}")
_INDUSTRY = re.compile(r"[A-T]\d{0,4}")


def checked_code(text: str) -> str:
    """The unified social credit code in `text`; raises Impossible, which says which part is wrong."""
    try:
        return uscc.validated(text)
    except uscc.BadCode as bad:
        words = {
            "length": _("A unified social credit code has 18 characters; this one has {n}."),
            "characters": _("A unified social credit code holds digits and capitals without I, O, S, V, Z."),
            "check_character": _("The last character does not fit the others. One of them is mistyped."),
        }
        raise Impossible(words[bad.reason].format(n=len(uscc.normalised(text))), field="code") from None


def is_local(code: str) -> bool:
    """Whether `code` is a local one, such as ``L-500000-00012``."""
    return LOCAL.fullmatch(code) is not None


def local_code(territory: str, number: int) -> str:
    """The local code with this running number in a territory."""
    return f"L-{territory[:6]}-{number:05d}"


def check_kind_has_code(kind: str, code: str) -> None:
    """Raise Impossible for a kind that always has a national code, where there is none."""
    if not code and kind not in MAY_LACK_CODE:
        raise Impossible(
            _("An organisation of this kind has a unified social credit code. Write it here."), field="code"
        )


def is_industry(text: str) -> bool:
    """A section of GB/T 4754-2017 (A to T), alone or with two to four digits: ``C``, ``C35``, ``C3591``.

    The digits are not looked up: the full table may not be loaded.
    """
    return _INDUSTRY.fullmatch(text) is not None and len(text) != 2
