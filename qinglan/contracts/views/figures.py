"""``/contracts/figures/``: tables over registered contracts, whole for officers, safe for the public."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.figures import queries
from qinglan.contracts.figures.dimensions import BY_NAME
from qinglan.contracts.figures.districts import figures_of_districts
from qinglan.contracts.figures.periods import Period, period_of, public_period
from qinglan.contracts.figures.queries import Sums, by_period
from qinglan.contracts.figures.tables import Figures, figures, on_page, series, table
from qinglan.contracts.figures.words import TITLES, tables
from qinglan.contracts.models import FigureConcentration
from qinglan.contracts.registering.queries import districts_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.web import exports
from qinglan.kernel.web.charts import Chart, Series
from qinglan.kernel.web.money import best_unit, number_in, unit_name

FEWEST_IN_CONCENTRATION = 30
"""Parties from which on the public sees how concentrated they are."""


def figures_page(request: HttpRequest) -> HttpResponseBase:
    """One table: ``by`` a dimension, for a ``period`` (2026, 2026-Q1, 2026-03), ``green`` ones alone; ``export``.

    Without a period officers get the current year, the public the last whole one. Officers of a district get their
    district whole, and with ``area=city`` what the public sees of the city.
    """
    sees_all = bool(permissions.answer(request.user, "contracts.see_figures"))
    districts = [] if sees_all else districts_of(request.user)
    places = [] if request.GET.get("area") == "city" else districts
    whole = sees_all or bool(places)
    today = clock.today()
    asked = request.GET.get("by", "field")
    dimension = asked if asked in dict(tables(whole=whole)) else "field"
    key = request.GET.get("period") or str(today.year if whole else today.year - 1)
    green = True if request.GET.get("green") == "1" else None
    period = period_of(key, today) if whole else public_period(key, today)
    if period is None:
        period = public_period(str(today.year - 1), today)
    assert period is not None
    area = _names(districts)
    flows: list[dict[str, Any]] = []
    if places:
        mine = figures_of_districts(dimension, period, green, places)
        found, months = mine.figures, mine.months
        flows = [{"name": area, "flows": _in_words(mine.flows)}] if mine.figures.total.now.contracts else []
    else:
        found = figures(dimension, period, green, whole=whole)
        months = by_period(date(period.first.year - 1, 1, 1), period.last, green) if whole else {}
    values = {"what": TITLES[dimension], "period": period.words, "area": area}
    title = _("Technology contracts: %(what)s, %(period)s") % values
    if places:
        title = _("Technology contracts of %(area)s: %(what)s, %(period)s") % values
    if request.GET.get("export") in ("csv", "xlsx"):
        shown = table(found)
        rows = [*shown.values, shown.total_values]
        return exports.answer(request.GET["export"], title, [one.label for one in shown.columns], rows)
    context = {
        "title": title,
        "lead": _("Contracts with a national registration number, by the day of their registration; cancelled ones left out."),
        "kind": _("Contract statistics"),
        "breadcrumbs": [(_("Contract statistics"), "")],
        "figures": _headline(found, whole=whole, of_city=not places),
        "charts": _charts(found, months),
        "tables": on_page(found) if found.lines else [],
        "found": found,
        "whole": whole,
        "choices": tables(whole=whole),
        "periods": _periods(period, today, whole=whole),
        "dimension": dimension,
        "is_green": bool(green),
        "cut": BY_NAME[dimension].named,
        "places": _places(period, green) if sees_all else flows,
        "area": area,
        "is_city": not places,
        "source": _("Source: registrations on record here, with the numbers of the national system."),
    }  # fmt: skip
    return render(request, "contracts/figures/figures.html", context)


def _headline(found: Figures, *, whole: bool, of_city: bool) -> list[dict[str, Any]]:
    total = found.total
    if total.hidden or not total.now.contracts:
        return []
    not_compared = total.hidden_before or found.period.is_running
    shown: list[dict[str, Any]] = [
        {"label": pgettext("figures", "Contracts"), "value": f"{total.now.contracts:,}", "unit": pgettext("figures", "items"), "note": _change(total.now.contracts, total.before.contracts, not_compared)},
        {"label": _("Contract value"), **_money(total.now.amount), "note": _change(total.now.amount, total.before.amount, not_compared)},
        {"label": _("Technology value"), **_money(total.now.technology_amount), "note": ""},
    ]  # fmt: skip
    if total.now.average_days is not None:
        shown.append(
            {"label": _("Days from offer to signing"), "value": total.now.average_days, "unit": pgettext("figures", "days"), "note": _("on the average of %(n)s contracts that were offered here") % {"n": f"{total.now.dated:,}"}}
        )  # fmt: skip
    if of_city and found.period.kind == "year" and (whole or found.period.last.month == 12):
        shown += _concentration(found.period.first.year, green=bool(found.green), whole=whole)
    return shown


def _concentration(year: int, *, green: bool, whole: bool) -> list[dict[str, Any]]:
    """The shares of the largest; to the public of finished years, where many stand behind them."""
    words = {"seller": _("Largest 4 sellers"), "buyer": _("Largest 4 buyers")}
    shown = []
    for one in FigureConcentration.objects.filter(year=year, is_green=green).order_by("-side"):
        if whole or one.parties >= FEWEST_IN_CONCENTRATION:
            note = _("of the value of the year; largest 10: %(ten)s %%; index %(index)s among %(n)s") % {
                "ten": Decimal(one.top_10) / 10, "index": f"{one.herfindahl:,}", "n": f"{one.parties:,}",
            }  # fmt: skip
            value = Decimal(one.top_4) / 10
            shown.append({"label": words[one.side], "value": value, "unit": "%", "note": note})
    return shown


def _money(fen: int) -> dict[str, str]:
    """Value and unit of a large number, in the unit that is easiest to read."""
    unit = best_unit(fen)
    return {"value": number_in(fen, unit), "unit": unit_name(unit)}


def _change(now: int, before: int, not_compared: bool) -> str:
    if not_compared or not before:
        return ""
    return _("%(share)s %% against the year before") % {
        "share": f"{Decimal(now - before) * 100 / before:+.2f}"
    }


def _charts(found: Figures, by_month: Mapping[date, Sums]) -> list[Chart]:
    """The largest; and, where somebody sees them, the months of two years."""
    shown = [one for one in found.lines if not one.hidden and one.now.amount][:15]
    charts = []
    if len(shown) > 1:
        title = _("%(first)s has the largest contract value") % {"first": shown[0].words}
        values = [one.now.amount // 1_000_000 for one in shown]
        charts.append(
            Chart(
                title, [one.words for one in shown], [Series(_("Contract value"), values)], unit=_("10,000 yuan"),
                kind="ranked", category_label=str(TITLES[found.dimension]),
            )
        )  # fmt: skip
    if by_month:
        first = date(found.period.first.year - 1, 1, 1)
        months = series(first, found.period.last, by_month)
        if any(one.contracts for one in months.values()):
            highest = max(months, key=lambda month: months[month].contracts)
            charts.append(
                Chart(
                    _("Most contracts were registered in %(month)s") % {"month": f"{highest:%Y-%m}"},
                    [f"{month:%Y-%m}" for month in months],
                    [Series(pgettext("figures", "Contracts"), [one.contracts for one in months.values()])],
                    unit=pgettext("figures", "items"), category_label=_("month"),
                )
            )  # fmt: skip
    return charts


def _places(period: Period, green: bool | None) -> list[dict[str, Any]]:
    """For each city of the packs: technology that went out, came in, and stayed."""
    rows = []
    for city in Territory.objects.filter(parent__isnull=True, code__regex=r"^[0-9]{6}$").order_by("code")[:5]:
        flows = queries.flows(city.code, period.first, period.last, green)
        if any(one.contracts for one in flows.values()):
            rows.append({"name": city.name, "flows": _in_words(flows)})
    return rows


def _in_words(flows: Mapping[str, Sums]) -> list[tuple[str, Sums]]:
    """输出 counts by the seller, 吸纳 by the buyer; what is traded inside is in both."""
    inside = flows["within"]
    return [
        (_("technology out: the seller is of this place"), flows["out"] + inside),
        (_("of this sold to other places"), flows["out"]),
        (_("technology in: the buyer is of this place"), flows["in"] + inside),
        (_("of this bought from other places"), flows["in"]),
        (_("traded inside, in both"), inside),
    ]


def _names(codes: list[str]) -> str:
    """The names of territories; what lies in another of them is not named besides."""
    rows = Territory.objects.filter(pk__in=codes).exclude(parent__in=codes).order_by("pk")
    return pgettext("list", ", ").join(row.name for row in rows)


def _periods(period: Period, today: date, *, whole: bool) -> list[tuple[str, str]]:
    years = {
        *queries.years(),
        period.first.year,
    }  # The table's own, also before anything is registered in it.
    keys = [str(year) for year in sorted(years, reverse=True)]
    if whole:
        year = period.first.year
        keys += [f"{year}-Q{quarter}" for quarter in range(1, 5)] + [
            f"{year}-{month:02d}" for month in range(1, 13)
        ]
    found = [(key, period_of(key, today) if whole else public_period(key, today)) for key in keys]
    return [(key, one.words) for key, one in found if one is not None and one.first <= today]
