"""Firm or soft: hedges and how far they reach."""

import re

from qinglan.plans.reader.clauses import Clauses, Place
from qinglan.plans.reader.model import Strength
from qinglan.plans.reader.verbs import HEDGE


def strength(place: Place, clauses: Clauses, *, threshold: bool) -> Strength:
    """Soft where a hedge of the same clause (or a clause that holds only hedge and date) governs the number."""
    if threshold:
        return "firm"
    left = place.left
    if HEDGE.search(left):
        return "soft"
    if re.search(r"支持", left) and re.search(
        r"(?:创建|争创|申报|申请|建设国家|创成)", place.right[:14] + left
    ):
        return "soft" if re.search(r"(?:创建|争创|创成)", place.right[:14] + left) else "firm"
    start, end = clauses.previous_clause(place.clause_start)
    previous = clauses.text[start:end]
    if start >= place.sentence_start and re.fullmatch(
        r"原则上|(?:力争|争取|努力)(?:(?:到|在|用|通过|利用)?[^，。；每]{0,4}(?:20\d\d年|\d年|[一二三四五]+年|十[四五六]五)[^，。；]{0,6})?",
        previous,
    ):
        return "soft"
    return "firm"
