"""The yearly report of a unit, and an inventor's own share."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qinglan.contracts.models import IdleState, Invention, Reward
from qinglan.contracts.sharing import yearly
from qinglan.contracts.sharing.floors import source_words
from qinglan.contracts.sharing.numbers import percent
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.queries import is_idle, own_rewards, units_seen_by
from qinglan.contracts.views.income_access import doors, trail
from qinglan.kernel import clock, permissions
from qinglan.kernel.roles import is_officer
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.exports import answer
from qinglan.kernel.web.money import money
from qinglan.kernel.web.tables import Column, build
from qinglan.parties.models import Organisation

_FIRST = 2000
_HEADS = (
    gettext_noop("conversions"),
    gettext_noop("contract amount"),
    gettext_noop("of them registered"),
    gettext_noop("registered amount"),
    gettext_noop("received in the year"),
    gettext_noop("net income shared out"),
    gettext_noop("equity recorded"),
    gettext_noop("rewards of persons"),
    gettext_noop("of them in cash"),
    gettext_noop("of them as equity"),
    gettext_noop("rewards, counted by person"),
    gettext_noop("equity drafted and not recorded, not counted"),
)


@login_required
def year(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/yearly/?year=2026``: the report of one's units; of all units for officers. xlsx by ``export``."""
    chosen = request.GET.get("year", "")
    number = int(chosen) if chosen.isdecimal() and len(chosen) == 4 else clock.today().year
    if not _FIRST <= number <= clock.today().year:
        raise Http404
    user: Any = request.user
    units = list(
        Organisation.objects.filter(conversions__isnull=False).distinct()
        if is_officer(user, None)
        else units_seen_by(user)
    )
    if not units:
        permissions.require(user, "contracts.see_income_totals", None)
    if request.GET.get("export") == "xlsx":
        rows = [[unit.name, *yearly.cells(line)] for unit in units for line in yearly.lines(unit, number)]
        return answer("xlsx", f"{number}年度科技成果转化年度报告表", ["填报单位", *yearly.HEADINGS], rows)
    until = yearly.due_on(number, sharing().yearly_report.until)
    context = {
        "title": _("Conversion of results in {year}").format(year=number),
        "lead": _(
            "For the report to the supervising department by {day} ({source}). Sums, no persons."
        ).format(day=day(until), source=source_words(sharing().yearly_report.source)),
        "breadcrumbs": trail((_("Yearly report"), "")),
        "doors": doors(user, "contracts:income-year"),
        "acts": [
            {"label": _("Take as xlsx"), "url": f"{request.path}?year={number}&export=xlsx", "primary": True},
            {"label": str(number - 1), "url": f"{request.path}?year={number - 1}"},
        ],
        "parts": [_unit(unit, number) for unit in units] or [_none()],
    }
    return render(request, "contracts/sharing/plain.html", context)


def _none() -> dict[str, Any]:
    return {
        "id": "none",
        "title": _("Units"),
        "empty_title": _("No unit has a conversion yet"),
        "empty_text": _("Once a unit turns an invention to use, its figures stand here."),
    }


def _unit(unit: Organisation, number: int) -> dict[str, Any]:
    found = yearly.lines(unit, number)
    columns = [yearly.cells(line) for line in found]
    headings = [Column(capfirst(_("figure"))), *(Column(column[0], numeric=True) for column in columns)]
    rows = [
        [capfirst(_(label)), *(column[place] for column in columns)] for place, label in enumerate(_HEADS, 1)
    ]
    table = build(_("Amounts in ×10,000 yuan"), headings, rows)
    numbers = [one for line in found for one in line.numbers]
    lead = _("National registration numbers: {numbers}").format(numbers="、".join(numbers)) if numbers else ""
    return {"id": f"unit-{unit.pk}", "title": unit.name, "lead": lead, "table": table}


@login_required
def mine(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/mine/``: an inventor's own inventions and rewards, and nobody else's."""
    user: Any = request.user
    inventions = (
        Invention.objects.filter(contributors__inventor__user=user)
        .prefetch_related("contributors__inventor", "applications__inventor")
        .distinct()
    )
    context = {
        "title": _("My own share"),
        "lead": _(
            "Your inventions in your unit, the part that was agreed, and what you were paid. Only you see this page."
        ),
        "breadcrumbs": [(_("My own share"), "")],
        "doors": doors(user, "contracts:own-income"),
        "parts": [
            {
                "id": "inventions",
                "title": _("My inventions"),
                "rows": [_invention(one, user) for one in inventions],
                "empty_title": _("No invention names your account"),
                "empty_text": _(
                    "Ask the research office of your unit to enter your account with your staff number."
                ),
            },
            {
                "id": "rewards",
                "title": _("My rewards"),
                "rows": [_reward(one) for one in own_rewards(user)],
                "empty_title": _("No reward yet"),
                "empty_text": _("A reward stands here once its notice is posted or its equity recorded."),
            },
        ],
    }
    return render(request, "contracts/sharing/plain.html", context)


def _invention(row: Invention, user: Any) -> dict[str, Any]:
    own = next(one for one in row.contributors.all() if one.inventor.user_id == user.pk)
    idle = is_idle(row, clock.today())
    asked = any(
        one.state == IdleState.OPEN and one.inventor.user_id == user.pk for one in row.applications.all()
    )
    apply = {
        "label": _("Apply to exploit it"),
        "url": reverse("contracts:invention-apply", args=[row.number]),
    }
    part = (
        _("your part {part}").format(part=percent(own.part))
        if row.parts_agreed_on
        else _("no parts agreed yet")
    )
    return {
        "title": row.title,
        "url": row.get_absolute_url(),
        "facts": [row.number, part, *([_("your application waits for the answer")] if asked else [])],
        "light": "due" if idle else row.light,
        "word": _("lies idle") if idle else row.get_state_display(),
        "acts": [apply] if idle and not asked else [],
    }


def _reward(row: Reward) -> dict[str, Any]:
    facts = [str(row.distribution), money(row.amount)]
    if row.state == "paid" and row.paid_out is not None and row.pay_on is not None:
        facts += [
            _("paid on {day}").format(day=day(row.pay_on)),
            _("paid out {amount}").format(amount=money(row.paid_out)),
        ]
    return {
        "title": row.distribution.conversion.title,
        "facts": facts,
        "text": row.reason,
        "light": {"paid": "done", "recorded": "done", "held": "late"}.get(row.state, "due"),
        "word": row.get_state_display(),
    }
