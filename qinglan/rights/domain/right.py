"""Verbs on rights: enter, change, record licences and pledges."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zlib import crc32

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes import ipc
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.history.since import require_unchanged
from qinglan.parties.models import Organisation
from qinglan.rights.models import Licence, Pledge, Right, RightClass, RightKind
from qinglan.rights.numbers import GRANTED, normal_number, one_spelling
from qinglan.rights.queries import same_number
from qinglan.rights.recorded import EDITED, ENTERED, LICENSED, PLEDGED, RELEASED, record

FIELDS = (
    "kind",
    "state",
    "number",
    "title",
    "applied_on",
    "granted_on",
    "expires_on",
    "fee_due_on",
    "state_basis",
)
YEARS = {RightKind.INVENTION: 20, RightKind.UTILITY_MODEL: 10, RightKind.DESIGN: 15}
"""Years from the application to the end (专利法第四十二条)."""
DESIGN_LONGER_SINCE = date(2021, 6, 1)
"""Designs applied for before have 10 years."""

_TURNS = 64
"""Two who enter one number wait for each other; a ledger of thousands takes no more locks than these."""


def end_of(kind: str, applied_on: date | None) -> date | None:
    """The last day of a patent by law; None where it is no patent or nothing is known.

    >>> end_of("invention", date(2020, 3, 1))
    datetime.date(2040, 3, 1)
    """
    if applied_on is None or kind not in YEARS:
        return None
    years = 10 if kind == RightKind.DESIGN and applied_on < DESIGN_LONGER_SINCE else YEARS[RightKind(kind)]
    try:
        return applied_on.replace(year=applied_on.year + years)
    except ValueError:
        return applied_on.replace(year=applied_on.year + years, day=28)


@transaction.atomic
def enter_right(
    *, acting_user: Any, keeper: Organisation, values: Mapping[str, Any], classes: Iterable[str] = ()
) -> Right:
    """Enter a right into the ledger of `keeper`. Raises Impossible with the field, PermissionRefused."""
    permissions.require(acting_user, "rights.enter", keeper)
    row = Right(keeper=keeper, created_at=clock.now(), created_by=acting_user)
    _put(row, values)
    _put_classes(row, classes)
    record(acting_user, ENTERED, row, kind=row.kind, state=row.state)
    return row


@transaction.atomic
def edit_right(
    *, acting_user: Any, right: Right, values: Mapping[str, Any], classes: Iterable[str] | None = None
) -> Right:
    """Change a right; a change of its status needs the basis. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "rights.edit", right)
    row = Right.objects.select_for_update().get(pk=right.pk)
    require_unchanged(right, row)
    if values.get("state", row.state) != row.state and not values.get("state_basis"):
        raise Impossible(
            _("Name the basis of the new status: notice, register, decision."), field="state_basis"
        )
    changed = [name for name in FIELDS if name in values and getattr(row, name) != values[name]]
    _put(row, values)
    if classes is not None:
        _put_classes(row, classes)
    record(acting_user, EDITED, row, parts=changed, state=row.state, basis=row.state_basis)
    return row


@transaction.atomic
def record_licence(*, acting_user: Any, right: Right, values: Mapping[str, Any]) -> Licence:
    """Record a licence. Raises Impossible with the field, PermissionRefused."""
    permissions.require(acting_user, "rights.edit", right)
    row = Right.objects.select_for_update().get(pk=right.pk)
    if values["kind"] != "open" and not values.get("licensee"):
        raise Impossible(_("Name the licensee."), field="licensee")
    if values.get("valid_to") and values["valid_to"] < values["valid_from"]:
        raise Impossible(_("The last day lies before the first."), field="valid_to")
    licence = Licence.objects.create(right=row, **values)
    record(acting_user, LICENSED, row, kind=licence.kind, record_number=licence.record_number)
    return licence


@transaction.atomic
def record_pledge(*, acting_user: Any, right: Right, values: Mapping[str, Any]) -> Pledge:
    """Record a pledge; one at a time. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "rights.edit", right)
    row = Right.objects.select_for_update().get(pk=right.pk)
    if row.pledges.filter(released_on__isnull=True).exists():
        raise Impossible(_("It is pledged already. Record the release of that pledge first."))
    pledge = Pledge.objects.create(right=row, **values)
    record(acting_user, PLEDGED, row, pledge=pledge.number, on=pledge.registered_on)
    return pledge


@transaction.atomic
def release_pledge(*, acting_user: Any, right: Right, on: date) -> Right:
    """Record the release of the pledge that stands. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "rights.edit", right)
    row = Right.objects.select_for_update().get(pk=right.pk)
    pledge = row.pledges.filter(released_on__isnull=True).first()
    if pledge is None:
        raise Impossible(_("No pledge stands on it."))
    if on < pledge.registered_on or on > clock.today():
        raise Impossible(_("The day lies between the registration and today."), field="on")
    pledge.released_on = on
    pledge.save()
    record(acting_user, RELEASED, row, on=on)
    return row


def _put(row: Right, values: Mapping[str, Any]) -> None:
    before = row.number
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    _put_number(row, before)
    if row.applied_on and row.granted_on and row.granted_on < row.applied_on:
        raise Impossible(_("It can't be granted before it was applied for."), field="granted_on")
    row.expires_on = row.expires_on or end_of(row.kind, row.applied_on)
    row.revision += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Impossible(_("This number has just been entered by somebody else."), field="number") from error


def _put_number(row: Right, before: str) -> None:
    """The number in its normal form, which no other record may have, as application or as patent.

    Two that stood so before this was asked stay as they are until one gets another number.
    """
    granted = row.granted_on is not None or row.state in GRANTED
    number = normal_number(row.kind, row.number, granted=granted or before.startswith("ZL"))
    if not number:
        row.number = number
        return
    same = one_spelling(number)
    wait_turn("rights.number", str(crc32(same.encode()) % _TURNS))
    other = same_number(number).exclude(pk=row.pk).select_related("keeper").first()
    if other is None:
        row.number = number
    elif before and one_spelling(before) == same:
        row.number = before
    else:
        raise Impossible(
            _("This number stands already in the ledger of {name}.").format(name=other.keeper.name),
            field="number",
        )


def _put_classes(row: Right, classes: Iterable[str]) -> None:
    found: dict[str, str] = {}
    for text in classes:
        try:
            symbol = str(ipc.symbol(text))
        except ipc.BadSymbol:
            raise Impossible(
                _("“{value}” is no IPC symbol. Write it as H01M 10/0525.").format(value=text), field="classes"
            ) from None
        basis = next(iter(ipc.green_basis(symbol)), None)
        found[symbol] = f"{basis.code_list}, {basis.pattern}"[:200] if basis else ""
    row.classes.all().delete()
    RightClass.objects.bulk_create(
        RightClass(right=row, symbol=symbol, green_basis=basis) for symbol, basis in sorted(found.items())
    )
    green = any(found.values())
    if row.is_green != green:
        row.is_green = green
        row.save(update_fields=["is_green"])
