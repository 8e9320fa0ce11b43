"""Rules of a unit on shares of income: its versions, and the page where its administrator enters the next."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qinglan.contracts.domain import share_rule
from qinglan.contracts.models import UnitRule
from qinglan.contracts.sharing import rule_form as forms
from qinglan.contracts.sharing.floors import source_words
from qinglan.contracts.sharing.numbers import percent
from qinglan.contracts.sharing.pack import floor_of
from qinglan.contracts.sharing.queries import rule_of
from qinglan.contracts.sharing.words import recipient_words
from qinglan.contracts.views.income_access import act, doors, own_units, trail
from qinglan.kernel import clock, permissions
from qinglan.kernel.rulebook.rules_on import NoRule
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money
from qinglan.kernel.web.tables import Column, build
from qinglan.kernel.web.task_page import form_page, posted
from qinglan.parties import holding


@login_required
def rules(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/rules/``: every version, the one in force first."""
    parts = []
    for unit in own_units(request.user, run=False):
        versions = UnitRule.objects.filter(organisation=unit).prefetch_related("shares")
        current = rule_of(unit, clock.today())
        parts += [_version(one, is_current=one == current) for one in versions]
    context = {
        "title": _("Rules of the unit"),
        "lead": _("How the unit shares out its income. A conversion keeps the version under which it began."),
        "breadcrumbs": trail((_("Rules of the unit"), "")),
        "doors": doors(request.user, "contracts:share-rules"),
        "acts": [act(None, _("Enter the next version"), "share-rule-new", primary=True)] if parts and _own(request.user) else [],
        "parts": parts or [
            {
                "id": "none", "title": _("Versions"), "empty_title": _("No rule yet"),
                "empty_text": _("The administrator of the unit enters its rule; without one no conversion begins."),
                "empty_url": reverse("contracts:share-rule-new") if _own(request.user) else "",
                "empty_action": _("Enter a version of the rule") if _own(request.user) else "",
            }
        ],
    }  # fmt: skip
    return render(request, "contracts/sharing/plain.html", context)


def _own(user: Any) -> list[Any]:
    """The units that the reader keeps."""
    units = holding.organisations_represented_by(user)
    return [one for one in units if permissions.answer(user, "contracts.make_share_rule", one)]


def _version(row: UnitRule, *, is_current: bool) -> dict[str, Any]:
    rule = row.reckoned()
    headings = [
        Column(capfirst(_("recipient"))),
        *(
            Column(_("price above {over} (%)").format(over=money(one.over)), numeric=True)
            if one.over
            else Column(capfirst(_("from the first yuan (%)")), numeric=True)
            for one in rule.tiers
        ),
    ]
    rows = [
        [
            recipient_words(name) + (" · " + _("takes what rounding leaves") if name == row.tail else ""),
            *(percent(one.shares[name]) for one in rule.tiers),
        ]
        for name in rule.recipients
    ]
    words = _("Version {number}").format(number=row.version)
    return {
        "id": f"v{row.version}",
        "title": _("{version} · in force").format(version=words) if is_current else words,
        "lead": _("{rule}, in force from {day}, {nature}; costs are carried by {carrier}").format(
            rule=row,
            day=day(row.since),
            nature=row.get_nature_display(),
            carrier=row.get_carried_by_display(),
        ),
        "table": build(str(row), headings, rows),
    }


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/rules/new/``: begins with the version in force."""
    units = _own(request.user)
    if not units:
        permissions.require(request.user, "contracts.make_share_rule", None)
    last = rule_of(units[0], clock.today()) if len(units) == 1 else None
    form = forms.RuleForm(*posted(request), units=units, last=last)

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        share_rule.make_rule(
            acting_user=request.user,
            unit=form.unit,
            form=share_rule.RuleForm(
                nature=data["nature"], title=data["title"], document=data["document"], since=data["since"],
                carried_by=data["carried_by"], tiers=form.tiers(), tail=form.tail_name(),
                below_floor=data["below_floor"],
            ),
        )  # fmt: skip
        messages.success(request, _("The version is entered. Conversions that begin from its day on use it."))
        return redirect("contracts:share-rules")

    title = _("Enter a version of the rule")
    context = {
        "title": title, "submit": _("Enter the version"), "back_url": reverse("contracts:share-rules"),
        "breadcrumbs": trail((_("Rules of the unit"), reverse("contracts:share-rules")), (title, "")),
        "lead": _floor_words(units[0]),
    }  # fmt: skip
    return form_page(request, form, do, context, template="contracts/sharing/rule_form.html")


def _floor_words(unit: Any) -> str:
    try:
        floor = floor_of("transfer", clock.today(), unit.territory_id)
    except NoRule:
        return ""
    return _("Of transfers and licences the inventors get {share} at least ({source}).").format(
        share=percent(floor.share), source=source_words(floor)
    )
