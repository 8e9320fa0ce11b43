"""What a reader may see of a result: amounts and names that are withheld, and how many."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel import permissions
from qinglan.kernel.measures.result import Result, Row, Standing

SMALLEST_COUNT = 3
"""Below this number of withheld things, neither their count nor their sum is shown."""


@dataclass(frozen=True)
class VisibleRow:
    """One row as a reader may see it.

    `value` is None where the row has no amount or the amount is withheld; `amount` is the text to
    show in its place: the number, the word for "withheld", or nothing. `evidence` is empty where
    the amount is withheld, since a document's title may hold it.
    """

    subject: str
    counted: bool
    reason: str
    value: Decimal | None
    amount: str
    unit: str
    territory: str
    period: str
    evidence: str
    level: str
    withheld: bool
    url: str = ""


@dataclass(frozen=True)
class VisibleRows:
    """The rows that a reader may see, and what he is told about the others.

    `withheld_count_text` says how many rows are left out; it is empty where none is.
    `value_withheld` and `formula_withheld` say that the result's value, or its formula, would give
    away what the rows withhold, and must not be shown either.
    """

    rows: tuple[VisibleRow, ...]
    withheld_count_text: str
    value_withheld: bool = False
    formula_withheld: bool = False


def visible_rows(result: Result, user: Any) -> VisibleRows:
    """The rows of `result` as `user` may see them.

    Officers see everything. Others see neither the amount of a withheld row nor any trace of a row
    whose name is withheld, save the number of such rows; a number below three is given as "fewer
    than 3". Where amounts are withheld, the rows are ordered by name, because an order by amount
    would show the ranking.
    """
    if permissions.answer(user, "measures.see_withheld"):
        return VisibleRows(tuple(_shown(row) for row in result.rows), "")
    named = [row for row in result.rows if not row.name_withheld]
    rows = [_without_amount(row) if row.withheld else _shown(row) for row in named]
    if any(row.withheld for row in rows):
        rows.sort(key=lambda row: (not row.counted, row.subject, row.period))
    amounts = [row for row in result.counted if row.withheld and row.value is not None]
    return VisibleRows(
        tuple(rows),
        withheld_count_text(len(result.rows) - len(named)),
        value_withheld=0 < len(amounts) < SMALLEST_COUNT and _is_made_of(result, amounts),
        formula_withheld=bool(amounts) and _is_made_of(result, amounts),
    )


def visible_value(result: Result, user: Any) -> Decimal | None:
    """The value of `result` as `user` may see it: None where it is withheld, or where there is none.

    Ask for every point of a chart: a year of which few amounts are known may lie in the past.
    """
    return None if visible_rows(result, user).value_withheld else result.value


def as_seen(result: Result, user: Any) -> Result:
    """`result` as `user` may see its value: where it is withheld, without value and formula.

    The rows stay whole; `visible_rows` says what may be shown of them.
    """
    if not visible_rows(result, user).value_withheld:
        return result
    return replace(result, value=None, standing=Standing.WITHHELD, formula="")


def withheld_count_text(count: int) -> str:
    """What a reader is told about `count` rows that are left out; nothing where there are none."""
    if count <= 0:
        return ""
    if count < SMALLEST_COUNT:
        return _("Fewer than %(limit)s rows are withheld from the public.") % {"limit": SMALLEST_COUNT}
    return ngettext(
        "%(count)s row is withheld from the public.", "%(count)s rows are withheld from the public.", count
    ) % {"count": count}


def _is_made_of(result: Result, amounts: list[Row]) -> bool:
    """Whether the value was computed from the amounts, and does not merely count their rows."""
    return result.unit == "%" or any(row.unit == result.unit for row in amounts)


def _shown(row: Row) -> VisibleRow:
    amount = f"{row.value.normalize():f}" if row.value is not None else ""
    return _visible(row, row.value, amount, row.evidence, withheld=False)


def _without_amount(row: Row) -> VisibleRow:
    return _visible(row, None, _("withheld") if row.value is not None else "", "", withheld=True)


def _visible(row: Row, value: Decimal | None, amount: str, evidence: str, *, withheld: bool) -> VisibleRow:
    return VisibleRow(
        subject=row.subject,
        counted=row.counted,
        reason=row.reason,
        value=value,
        amount=amount,
        unit=row.unit,
        territory=row.territory,
        period=row.period,
        evidence=evidence,
        level=row.level,
        withheld=withheld,
        url=row.url,
    )
