"""变更与注销登记: what the unit asks for after the registration, and what became of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_desk import reason_or_refuse
from qinglan.contracts.domain.registration_paper import HOLDER
from qinglan.contracts.domain.registration_state import locked, set_registration_state, touch
from qinglan.contracts.models import (
    Attention,
    ChangeKind,
    ChangeState,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from qinglan.contracts.registering import from_contract, recorded, todos
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file

CHANGEABLE = ("title", "amount", "technology_amount", "begins_on", "ends_on", "seller_name", "buyer_name")
"""What a change of the registration may be about."""
_DAYS = frozenset({"begins_on", "ends_on"})


@transaction.atomic
def ask_change(
    *, acting_user: Any, row: Registration, kind: ChangeKind, reason: str, values: Mapping[str, Any] | None = None,
    evidence: tuple[str, bytes] | None = None,
) -> RegistrationChange:  # fmt: skip
    """Ask the office to change (`values`, of `CHANGEABLE`) or cancel what is registered.

    Raises Impossible: nothing differs, amounts that don't fit, another request is open; PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    if found.state != RegistrationState.REGISTERED:
        raise Impossible(
            _("Only what is registered is changed or cancelled; this one is in the state “{state}”.").format(
                state=found.get_state_display()
            )
        )
    if found.changes.filter(state=ChangeState.ASKED).exists():
        raise Impossible(_("A change was asked for already and waits for the office."))
    after = {
        name: value for name, value in (values or {}).items() if value not in (None, getattr(found, name))
    }
    if kind == ChangeKind.CHANGE:
        _check_values(found, after)
    file = evidence and store_file(
        acting_user=acting_user,
        name=evidence[0],
        content=evidence[1],
        holder=HOLDER,
        holder_key=str(found.pk),
    )
    change = RegistrationChange.objects.create(
        registration=found,
        kind=kind,
        state=ChangeState.ASKED,
        before={name: _kept(getattr(found, name)) for name in after},
        after={name: _kept(value) for name, value in after.items()},
        reason=reason_or_refuse(reason),
        evidence=file or None,
        asked_at=clock.now(),
        asked_by=acting_user,
    )
    found.attention = Attention.CHANGE_ASKED
    touch(found)
    recorded.record(acting_user, found, recorded.CHANGE, _payload(change))
    todos.close(acting_user, found, todos.LOOK, "contracts.registration-change")
    if found.office is not None:
        todos.ask_office(acting_user, todos.SETTLE, found)
    return change


@transaction.atomic
def settle_change(
    *, acting_user: Any, row: Registration, done: bool, on: date, answer: str = ""
) -> Registration:
    """What the national system made of the change: done on a day, or declined with the reason.

    A change is written into the row; a cancellation ends the registration, whose number stays.
    """
    permissions.require(acting_user, "contracts.settle_change", row)
    found = locked(row)
    change = found.changes.select_for_update().filter(state=ChangeState.ASKED).first()
    if change is None:
        raise Impossible(_("No change waits any more. Open the page again."))
    if on > clock.today() or (found.registered_on is not None and on < found.registered_on):
        raise Impossible(_("The day lies between the registration and today."), field="on")
    if not done and not answer.strip():
        raise Impossible(_("Say why it was declined."), field="answer")
    change.state = ChangeState.DONE if done else ChangeState.DECLINED
    change.settled_on, change.settled_by, change.answer = on, acting_user, answer.strip()[:500]
    change.revision += 1
    change.save()
    open_ones = found.differences.filter(settled_at=None).exists()
    found.attention = Attention.DIFFERENCES if open_ones else Attention.NONE
    recorded.record(acting_user, found, recorded.CHANGE, _payload(change))
    todos.close(acting_user, found, todos.SETTLE, "contracts.registration-change")
    if done and change.kind == ChangeKind.CANCEL:
        set_registration_state(acting_user, found, RegistrationState.CANCELLED, change.reason)
        found.cancelled_on = on
    elif done:
        for name, value in change.after.items():
            setattr(found, name, date.fromisoformat(value) if name in _DAYS else value)
        from_contract.with_keys(found)
    touch(found)
    return found


def _check_values(found: Registration, after: Mapping[str, Any]) -> None:
    unknown = set(after) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not changed this way: {sorted(unknown)}")
    if not after:
        raise Impossible(_("Nothing differs from what is registered. Change a field, or leave it."))
    stands = {name: after.get(name, getattr(found, name)) for name in CHANGEABLE}
    if not 0 < stands["technology_amount"] <= stands["amount"]:
        raise Impossible(
            _("The technology value is above zero and at most the contract value."), field="technology_amount"
        )
    if stands["begins_on"] and stands["ends_on"] and stands["ends_on"] < stands["begins_on"]:
        raise Impossible(_("The contract ends before it begins."), field="ends_on")


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _payload(change: RegistrationChange) -> dict[str, Any]:
    return {
        "change": change.pk,
        "kind": change.kind,
        "state": change.state,
        "before": change.before,
        "after": change.after,
        "on": change.settled_on.isoformat() if change.settled_on else None,
    }
