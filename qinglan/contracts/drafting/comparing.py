"""How two versions of a contract differ: particular by particular, clause by clause, words that went and came."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.drafting.facts import rows
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models.version import ContractVersion
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.market.contact.comparing import Point, pieces


@dataclass(frozen=True)
class Group:
    """Particulars that belong together: the head, a party, the milestones."""

    title: str
    points: tuple[Point, ...]


def groups(points: Iterable[Point]) -> list[Group]:
    """Particulars under their headings, in their order; a party's heading is what it is called."""
    found = []
    for key, some in groupby(points, key=_group):
        rows = tuple(some)
        titles = {"": pgettext("contract", "Particulars"), "milestone": _("Milestones and payments")}
        title = titles[key] if key in titles else rows[0].title
        if key not in titles:
            rows = (replace(rows[0], title=pgettext("party", "name")), *rows[1:])
        found.append(Group(str(title), rows))
    return found


def _group(point: Point) -> str:
    kind, _dash, rest = point.code.partition("-")
    if not rest:
        return ""
    return kind if kind == "milestone" else "-".join(point.code.split("-")[:2])


def particulars(older: ContractVersion | None, newer: ContractVersion) -> list[Point]:
    """The head, parties and milestones of a version, or between two; what neither says is left out."""
    before = {row.key: row for row in rows(older.facts)} if older else {}
    after = {row.key: row for row in rows(newer.facts)}
    found = []
    for key in dict.fromkeys([*after, *before]):
        row = after.get(key) or before[key]
        old = before[key].value if key in before else ""
        new = after[key].value if key in after else ""
        if old or new:
            found.append(Point(key, row.label, False, old, new, tuple(pieces(old, new))))
    return found


def clauses(older: ContractVersion | None, newer: ContractVersion) -> list[Point]:
    """Every clause that either version has or the checklist calls essential, in its order (prefetch ``clauses``)."""
    before = {one.code: one for one in older.clauses.all()} if older else {}
    after = {one.code: one for one in newer.clauses.all()}
    checklist = {
        row.code: row for row in contract_rules().clauses_for(newer.facts["kind"], newer.facts["form"])
    }
    found = []
    for code in dict.fromkeys([*checklist, *after, *before]):
        row = checklist.get(code)
        old = before[code].text if code in before else ""
        new = after[code].text if code in after else ""
        essential = row is not None and row.essential
        if old or new or essential:
            kept = after.get(code) or before.get(code)
            title = in_reader_language(row.title) if row else kept.title if kept else code
            found.append(Point(code, title, essential, old, new, tuple(pieces(old, new))))
    return found
