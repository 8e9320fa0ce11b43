"""Verbs on the people of a unit who make inventions: enter, change, record that somebody left."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.cn import ric

from qinglan.contracts.models import Inventor, Reward, RewardState
from qinglan.contracts.sharing import todos
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.once import once
from qinglan.parties.models import Organisation, User
from qinglan.parties.sealed import seal

CONTENT = ("staff_number", "name", "post", "head", "id_kind")
RESIDENT = "居民身份证"


def enter_inventor(
    *,
    acting_user: Any,
    unit: Organisation,
    values: Mapping[str, Any],
    id_number: str = "",
    account: User | None = None,
) -> Inventor:
    """Enter somebody by the number that the unit gave him. Raises PermissionRefused, Impossible with the field."""
    permissions.require(acting_user, "contracts.run_income", unit)
    with _once(), transaction.atomic():
        row = Inventor(organisation=unit, created_at=clock.now(), user=account)
        _write(row, values, id_number)
    return row


def edit_inventor(
    *,
    acting_user: Any,
    inventor: Inventor,
    values: Mapping[str, Any],
    id_number: str = "",
    account: User | None = None,
) -> Inventor:
    """Change his particulars; an empty `id_number` keeps the sealed one. Raises StaleEdit besides."""
    permissions.require(acting_user, "contracts.run_income", inventor)
    with _once(), transaction.atomic():
        row = _locked(inventor)
        row.user = account
        _write(row, values, id_number)
    return row


@transaction.atomic
def record_leaving(*, acting_user: Any, inventor: Inventor, on: date, note: str) -> Inventor:
    """Record his last day in the unit and how he is reached: what he is owed stays owed.

    Rewards that wait for payment are kept for him until somebody confirms where to; raises as edit_inventor.
    """
    permissions.require(acting_user, "contracts.run_income", inventor)
    if on > clock.today():
        raise Impossible(_("This day is still to come. Record it when he has left."), field="on")
    if not note.strip():
        raise Impossible(_("Say how he is reached: his rewards stay his."), field="note")
    row = _locked(inventor)
    row.left_on, row.left_note = on, note.strip()[:200]
    row.revision += 1
    row.save()
    # The rewards alone: whoever pays holds their plan and waits for the person.
    waiting = Reward.objects.select_for_update(of=("self",)).filter(inventor=row, state=RewardState.DUE)
    for reward in waiting.exclude(distribution__state="dropped"):
        reward.state = RewardState.HELD
        reward.reason = _("He left on {day}; confirm how he is paid.").format(day=on.isoformat())
        reward.revision += 1
        reward.save()
        todos.held(acting_user, reward)
    return row


def _locked(seen: Inventor) -> Inventor:
    row = Inventor.objects.select_for_update().get(pk=seen.pk)
    require_unchanged(seen, row)
    return row


def _write(row: Inventor, values: Mapping[str, Any], id_number: str) -> None:
    for name in CONTENT:
        if name in values:
            setattr(row, name, str(values[name]).strip())
    for name in ("staff_number", "name", "post"):
        if not getattr(row, name):
            raise Impossible(_("Fill this in: the notice of rewards needs it."), field=name)
    if id_number.strip():
        plain = "".join(id_number.split()).upper()
        if row.id_kind == RESIDENT and not ric.is_valid(plain):
            raise Impossible(
                _("This is no identity number: 18 characters, the last one a check character."),
                field="id_number",
            )
        row.id_number = seal(plain)
    if row.pk:
        row.revision += 1
    row.save()


def _once() -> Any:
    return once(
        {
            "a_staff_number_names_one_inventor": (
                _("Somebody of the unit has this staff number already."),
                "staff_number",
            ),
            "an_account_is_one_inventor_of_a_unit": (
                _("This account belongs to another inventor of the unit."),
                "account",
            ),
        }
    )
