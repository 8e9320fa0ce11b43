"""Profit of own or joint exploitation is shared in consecutive years (促进科技成果转化法, article 45, paragraph 1 (3)).

A year without profit shares nothing and breaks no run, if it is said, with the proof.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from qinglan.contracts.models import Conversion
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.queries import standing
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.quantities import english

_EARLIEST = 1990


def shared_years(row: Conversion) -> list[int]:
    """The years whose profit a plan shares out that was not dropped, the earliest first."""
    rows = standing(row).filter(year__isnull=False).order_by("year")
    return [year for year in rows.values_list("year", flat=True) if year is not None]


def between(years: Collection[int]) -> list[int]:
    """The years that lie between the first and the last of `years` and are none of them.

    >>> between([2020, 2023])
    [2021, 2022]
    """
    return [year for year in range(min(years, default=0), max(years, default=0)) if year not in years]


def year_words(years: Collection[int]) -> str:
    """Years for a sentence."""
    return (", " if english() else "、").join(str(year) for year in years)


def require_year(row: Conversion, year: int | None, no_profit: str) -> None:
    """Refuse a year that is none, lies beyond the most years, or leaves one out that `no_profit` doesn't account for.

    Raises Impossible with the field.
    """
    if year is None or not _EARLIEST <= year <= clock.today().year:
        raise Impossible(_("Write the year of the profit."), field="year")
    before = shared_years(row)
    years = {*before, year}
    most = sharing().profit_years.most
    if max(years) - min(years) >= most:
        raise Impossible(
            _("Profit is shared out for {most} years at most; these are over.").format(most=most),
            field="year",
        )
    left_out = [one for one in between(years) if one not in between(before)]
    if left_out and not no_profit.strip():
        raise Impossible(
            _(
                "Profit is shared in consecutive years: {shared} so far, and between them and {year} nothing is shared of {missing}. Share that out first, or say below that there was no profit, with the proof."
            ).format(shared=year_words(before), year=year, missing=year_words(left_out)),
            field="no_profit",
        )
