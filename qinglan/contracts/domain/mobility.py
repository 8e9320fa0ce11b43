"""Verbs: begin an arrangement, write it, hand it in, take it back, report a year."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.mobility_state import locked, set_mobility_state, touch
from qinglan.contracts.mobility import recorded, todos
from qinglan.contracts.mobility.conditions import last_day_of_first_term
from qinglan.contracts.mobility.pack import mobility_rules
from qinglan.contracts.models import MOBILITY_WRITABLE, Mobility, MobilityReport, MobilityState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.numbering import next_number
from qinglan.kernel.once import once
from qinglan.parties.models import Organisation
from qinglan.parties.organisation_codes import checked_code

CONTENT = (
    "form", "person_name", "post", "firm_name", "technology", "task", "starts_on", "ends_on", "years_of_service", "is_head",
    "leads_national_project", "is_under_investigation", "pay_terms", "ip_terms", "secrecy_terms",
)  # fmt: skip


def terms() -> dict[str, str]:
    """What the agreement of the three sides must settle, in words."""
    return {
        "pay_terms": _("pay, insurance and title"),
        "ip_terms": _("who owns what is invented"),
        "secrecy_terms": _("secrecy and competition"),
    }


@transaction.atomic
def begin_mobility(
    *, acting_user: Any, unit: Organisation, values: Mapping[str, Any], for_self: bool = True
) -> Mobility:
    """A draft, numbered within the year: of one's own, or by the unit's people of somebody without an account.

    Raises PermissionRefused; Impossible with the field: a term that is too long, a code that is none.
    """
    if for_self:
        permissions.require(acting_user, "contracts.begin_mobility")
    else:
        permissions.require(acting_user, "contracts.record_mobility", unit)
    now = clock.now()
    row = Mobility(
        unit=unit,
        person=acting_user if for_self else None,
        state=MobilityState.DRAFT,
        created_at=now,
        created_by=acting_user,
        changed_at=now,
    )
    _write(row, values)
    row.number = next_number(Mobility, f"RY-{now.astimezone(clock.SHANGHAI).year}-", digits=4)
    row.save()
    return row


@transaction.atomic
def edit_mobility(*, acting_user: Any, mobility: Mobility, values: Mapping[str, Any]) -> Mobility:
    """Write a draft or one that was returned. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    permissions.require(acting_user, "contracts.write_mobility", mobility)
    row = locked(mobility)
    if row.state not in MOBILITY_WRITABLE:
        raise Impossible(
            _("An arrangement that was handed in is not written any more. Ask the unit to return it.")
        )
    _write(row, values)
    touch(row)
    return row


@transaction.atomic
def apply_mobility(*, acting_user: Any, mobility: Mobility) -> Mobility:
    """Hand it in: the unit decides. What the agreement must settle (pay, inventions, secrecy) is written by then.

    Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "contracts.write_mobility", mobility)
    row = locked(mobility)
    missing = next((words for name, words in terms().items() if not getattr(row, name).strip()), None)
    if missing is not None:
        raise Impossible(
            _("Write “{field}” first: the agreement of the three sides must settle it.").format(field=missing)
        )
    set_mobility_state(acting_user, row, MobilityState.APPLIED)
    return row


@transaction.atomic
def take_back_mobility(*, acting_user: Any, mobility: Mobility) -> Mobility:
    """Take it back before its agreement is signed. Raises PermissionRefused, StaleEdit, Impossible."""
    permissions.require(acting_user, "contracts.write_mobility", mobility)
    row = locked(mobility)
    set_mobility_state(acting_user, row, MobilityState.WITHDRAWN)
    return row


def report_year(
    *, acting_user: Any, mobility: Mobility, year: int, work: str, results: str = ""
) -> MobilityReport:
    """Report what was done in a year of the arrangement. Once a year; a year that it touched and that has begun.

    Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.write_mobility", mobility)
    with (
        once({"one_mobility_report_a_year": (_("This year was reported already."), "year")}),
        transaction.atomic(),
    ):
        row = locked(mobility)
        last = row.ended_on or row.ends_on
        if row.agreed_on is None or not row.starts_on.year <= year <= min(last.year, clock.today().year):
            raise Impossible(_("The arrangement was not in force in this year."), field="year")
        made = MobilityReport.objects.create(
            mobility=row, year=year, work=work.strip(), results=results.strip(), reported_at=clock.now(),
            reported_by=acting_user,
        )  # fmt: skip
        touch(row)
        recorded.record(acting_user, row, recorded.REPORTED, {"year": year})
        todos.done(acting_user, todos.REPORT, row, "contracts.mobility-reported")
    return made


def _write(row: Mobility, values: Mapping[str, Any]) -> None:
    for name in CONTENT:
        if name in values:
            setattr(row, name, values[name])
    if "firm_code" in values:
        code = checked_firm(values["firm_code"]) if values["firm_code"].strip() else ""
        row.firm_code, row.firm = code, Organisation.objects.filter(code=code).first() if code else None
        if row.firm is not None:
            row.firm_name = row.firm.name
    if row.firm is not None and row.firm_id == row.unit_id:
        raise Impossible(_("The firm and the unit are the same organisation."), field="firm_code")
    if row.ends_on < row.starts_on:
        raise Impossible(_("It ends before it begins."), field="ends_on")
    latest = last_day_of_first_term(mobility_rules().ways[row.form], row.starts_on)
    if latest is not None and row.ends_on > latest:
        raise Impossible(
            _(
                "The first term ends by {day} at the latest ({source}). A longer one is an extension later."
            ).format(day=latest.isoformat(), source=mobility_rules().ways[row.form].said_in()),
            field="ends_on",
        )


def checked_firm(text: str) -> str:
    """The code of a firm, checked; raises Impossible beside ``firm_code``."""
    try:
        return checked_code(text)
    except Impossible as refusal:
        raise Impossible(refusal.message, field="firm_code") from None
