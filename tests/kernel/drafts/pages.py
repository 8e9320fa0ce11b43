"""Forms as a browser would send them: with the tokens that the page has given."""

import re
from html import unescape
from typing import Any

from tests.kernel.measures.city import EAST, FIRM_A, PACK
from tests.kernel.measures.people import text

OUTPUT = f"/figures/report/{PACK}/output/2025/"
AMOUNT = {
    "value": "12345.67",
    "subject_name": "Firm A",
    "subject_code": FIRM_A,
    "territory": EAST,
    "evidence": "form 1, archive 12",
    "reported_on": "2026-02-20",
    "confidentiality": "names_only",
}


def tokens(response: Any) -> list[str]:
    """The one-use tokens of the forms on a page."""
    return [unescape(one) for one in re.findall(r'name="q_once" value="([^"]+)"', text(response))]


def token(response: Any) -> str:
    """That of the last form: the form of the page's own task."""
    return tokens(response)[-1]
