"""Names of fields, territories and reasons in both languages; a constant number of queries."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qinglan.kernel.codes.lists import edition_on
from qinglan.kernel.codes.models import Code, Territory
from qinglan.market.contact.pack import contact
from qinglan.market.figures.content import Named
from qinglan.market.figures.facts import Refused
from qinglan.market.models import NotRelevant

FAMILIES = ("key-fields", "green-catalogue")
"""The lists by which the market is counted: key fields of the plan, the green catalogue."""
NOWHERE = ""


def named(code: str, words: Promise | str) -> Named:
    """A message of ours under its code, in both languages."""
    with override("zh-hans"):
        chinese = str(words)
    with override("en"):
        return Named(code=code, zh=chinese, en=str(words))


def families(day: date) -> dict[str, Named]:
    """The lists that are loaded, by family, with the name of the edition in force on `day`."""
    found = ((family, edition_on(family, day)) for family in FAMILIES)
    return {
        family: Named(code=family, zh=one.name_zh, en=one.name_en) for family, one in found if one is not None
    }


def fields(family: str, day: date) -> dict[str, Named]:
    """The top of the edition in force on `day`, by code, in order; then what is not said, or of another edition."""
    rows = Code.objects.filter(code_list=edition_on(family, day), level=1).order_by("code")
    found = {row.code: Named(code=row.code, zh=row.name_zh, en=row.name_en or row.name_zh) for row in rows}
    return {**found, NOWHERE: named(NOWHERE, _("no field of this list said"))}


def territories(codes: Iterable[str]) -> dict[str, Named]:
    """Territories by code, each city before what lies in it."""
    rows = sorted(
        Territory.objects.filter(pk__in=set(codes)),
        key=lambda row: (row.parent_id or row.code, row.parent_id is not None, row.pinyin),
    )
    return {row.code: Named(code=row.code, zh=row.name_zh, en=row.name_en) for row in rows}


def reasons(kind: Refused) -> dict[str, Named]:
    """The closed list of reasons for a refusal, by code."""
    if kind == Refused.MATCH:
        return {one.value: named(one.value, one.label) for one in NotRelevant}
    rules = contact()
    rows = rules.declines if kind == Refused.ENQUIRY else rules.outcomes
    return {one.code: Named(code=one.code, zh=one.text.zh, en=one.text.en) for one in rows}
