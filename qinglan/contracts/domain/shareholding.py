"""Verbs on shares that people hold: record them, record that they were given up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.mobility import checked_firm
from qinglan.contracts.models import Mobility, Shareholding
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.parties.models import Organisation

WHOLE = 10_000
"""Hundredths of a per cent of a firm."""


@transaction.atomic
def record_shares(
    *, acting_user: Any, unit: Organisation, values: Mapping[str, Any], mobility: Mobility | None = None
) -> Shareholding:
    """Record what somebody holds in a firm; with an arrangement, its person is the holder.

    What is held in one firm by all on record here can't be more than the whole. Raises PermissionRefused,
    Impossible with the field.
    """
    permissions.require(acting_user, "contracts.record_shares", unit)
    if mobility is not None and mobility.unit_id != unit.pk:
        raise Impossible(_("This arrangement is one of another unit."), field="mobility")
    code = checked_firm(values["firm_code"])
    if values["since"] > clock.today():
        raise Impossible(_("This day is still to come."), field="since")
    held = list(
        Shareholding.objects.select_for_update()
        .filter(firm_code=code, until__isnull=True)
        .values_list("share", flat=True)
    )
    if sum(held) + values["share"] > WHOLE:
        raise Impossible(
            _(
                "People on record hold {held} % of this firm already; together it would be more than the whole."
            ).format(held=f"{sum(held) / 100:.2f}"),
            field="share",
        )
    firm = Organisation.objects.filter(code=code).first()
    holder = None if mobility is None else mobility.person
    named = values["holder_name"] if mobility is None else mobility.person_name
    return Shareholding.objects.create(
        unit=unit, holder=holder, holder_name=named, mobility=mobility, firm_code=code,
        firm_name=values["firm_name"] if firm is None else firm.name, basis=values["basis"], share=values["share"],
        amount=values.get("amount"), since=values["since"], note=values["note"], recorded_at=clock.now(),
        recorded_by=acting_user,
    )  # fmt: skip


@transaction.atomic
def end_shares(*, acting_user: Any, shares: Shareholding, until: date) -> Shareholding:
    """Record the last day on which they were held. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    permissions.require(acting_user, "contracts.record_shares", shares.unit)
    row = Shareholding.objects.select_for_update(of=("self",)).get(pk=shares.pk)
    require_unchanged(shares, row)
    if row.until is not None:
        raise Impossible(_("They were given up on {day}.").format(day=row.until.isoformat()))
    if not row.since <= until <= clock.today():
        raise Impossible(_("It ends on a day between its first day and today."), field="until")
    row.until = until
    row.revision += 1
    row.save()
    return row
