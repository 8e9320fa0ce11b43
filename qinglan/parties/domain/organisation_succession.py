"""Verbs by which organisations end or come after one another: merge, split, cancel."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.parties.domain.organisation_checks import live, past, said
from qinglan.parties.domain.organisation_state import locked, locked_all, save, set_state
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_change import ChangeKind, Succession
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.organisation_recorded import record


@transaction.atomic
def merge_organisation(
    *, acting_user: Any, organisation: Organisation, into: Organisation, on: date, basis: str
) -> Organisation:
    """`organisation` ends on the day `on` by a merger into `into`, which goes on. Returns the former.

    For a merger into a new organisation, enter that one first and merge each into it. Raises StaleEdit,
    Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "organisations.merge", organisation)
    if organisation.pk == into.pk:
        raise Impossible(_("An organisation can't be merged into itself."), field="into")
    row, successor = locked_all([organisation, into], check=False)
    require_unchanged(organisation, row)  # its successors may have changed
    live(successor, "into")
    line = said(basis, "basis")
    set_state(row, OrganisationState.MERGED, on=past(on))
    change = record(
        acting_user, ChangeKind.MERGED, row, on=on, basis=line, detail=successor.name, into=successor.pk
    )
    Succession.objects.create(predecessor=row, successor=successor, change=change)
    save(successor)
    record(acting_user, ChangeKind.ABSORBED, successor, on=on, basis=line, detail=row.name, absorbed=row.pk)
    return row


@transaction.atomic
def split_organisation(
    *,
    acting_user: Any,
    organisation: Organisation,
    into: Sequence[Organisation],
    goes_on: bool,
    on: date,
    basis: str,
) -> Organisation:
    """`organisation` is split into `into`, which are entered already; it ends unless it `goes_on` (派生分立).

    Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "organisations.split", organisation)
    keys = [one.pk for one in into]
    if len(set(keys)) != len(keys) or organisation.pk in keys:
        raise Impossible(_("Each part is named once, and is another organisation."), field="into")
    if len(keys) < (1 if goes_on else 2):
        raise Impossible(_("An organisation that ends by a split has at least two parts."), field="into")
    row, *parts = locked_all([organisation, *into], check=False)
    require_unchanged(organisation, row)  # its successors may have changed
    live(row)
    line = said(basis, "basis")
    for part in parts:
        live(part, "into")
    past(on)
    names = pgettext("between items", "; ").join(part.name for part in parts)
    if goes_on:
        save(row)
    else:
        set_state(row, OrganisationState.SPLIT, on=on)
    change = record(
        acting_user,
        ChangeKind.SPLIT,
        row,
        on=on,
        basis=line,
        detail=names,
        into=sorted(keys),
        goes_on=goes_on,
    )
    Succession.objects.bulk_create(
        Succession(predecessor=row, successor=part, change=change) for part in parts
    )
    for part in sorted(parts, key=lambda part: part.pk):
        save(part)
        record(acting_user, ChangeKind.SPLIT_OFF, part, on=on, basis=line, detail=row.name, out_of=row.pk)
    return row


@transaction.atomic
def cancel_organisation(
    *, acting_user: Any, organisation: Organisation, on: date, basis: str
) -> Organisation:
    """The organisation was cancelled in the register (注销, 撤销) on the day `on`, without a successor."""
    permissions.require(acting_user, "organisations.cancel", organisation)
    row = locked(organisation)
    line = said(basis, "basis")
    set_state(row, OrganisationState.CANCELLED, on=past(on))
    record(acting_user, ChangeKind.CANCELLED, row, on=on, basis=line)
    return row
