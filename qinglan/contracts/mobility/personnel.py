"""The table for the personnel office 人事台账: who is where, on what terms, what is outside the total of pay."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.mobility.queries import mobilities_running_in, rewards_paid
from qinglan.contracts.models import MobilityWay, Shareholding
from qinglan.contracts.templatetags.contract_shares import per_cent_of_hundredths
from qinglan.kernel.web.money import number_in
from qinglan.parties.models import Organisation


def headings() -> list[Any]:
    """Of the table and its file."""
    return [
        _("Name"), _("Post and title"), _("Kind of entry"), _("Firm or contract"), _("First day"), _("Last day"),
        _("Shares held (%)"), _("Amount (yuan)"), _("Within the total of performance pay"), _("Basis"),
    ]  # fmt: skip


def rows(unit: Organisation, year: int) -> list[list[Any]]:
    """Arrangements that ran in the year, shares held in it, and rewards paid in it."""
    found = [
        [
            row.person_name, row.post, str(row.get_form_display()), row.firm_name, row.starts_on,
            row.ended_on or row.ends_on, None, None, outside(row.form), row.number,
        ]
        for row in mobilities_running_in(unit, year)
    ]  # fmt: skip
    held = Shareholding.objects.filter(unit=unit, since__year__lte=year).exclude(until__year__lt=year)
    found += [
        [
            row.holder_name, "", _("Shares held"), row.firm_name, row.since, row.until,
            per_cent_of_hundredths(row.share),
            None if row.amount is None else number_in(row.amount, "yuan"), _("no, outside it"), row.note,
        ]
        for row in held
    ]  # fmt: skip
    found += [
        [
            one.inventor.name, one.inventor.post, _("Cash reward for a service invention"),
            one.distribution.conversion.contract.number if one.distribution.conversion.contract else "", one.pay_on,
            None, None, number_in(one.amount, "yuan"), _("no, outside it"),
            _("Act on promoting the transfer of results, article 45"),
        ]
        for one in rewards_paid(unit, year)
    ]  # fmt: skip
    return found


def outside(form: str) -> str:
    """What is said of pay from an arrangement: part-time pay and rewards are outside the total of the unit."""
    return _("paid by the firm") if form == MobilityWay.LEAVE else _("no, outside it")
