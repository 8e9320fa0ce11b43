"""A registration that a spreadsheet brought in, and the one prepared here, are one contract: the latter has the number.

Parts of verbs.
"""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_state import give_up_number
from qinglan.contracts.models import ChangeState, PartySide, Registration, RegistrationState
from qinglan.contracts.registering import recorded

_GREEN = ("is_green", "green_basis", "green_code", "green_note", "green_confirmed_on", "green_confirmed_by")


def name_of(row: Registration) -> str:
    """By which number a spreadsheet names a registration that was prepared here; "" where it has none."""
    return row.precheck_number or (row.contract.number if row.contract is not None else "")


def looks_the_same(row: Registration, values: dict[str, Any]) -> bool:
    """Whether sides and contract value are the same. A side is told by its code, by its name where one has no code."""
    return row.amount == values.get("amount") and _same_sides(row, values)


def may_join(holder: Registration, row: Registration, amount: int | None) -> bool:
    """Whether the number of `holder` is that of `row`: it came in without a contract, `row` has one, both look the same.

    Of two without a contract none was prepared here, so neither gives way. A change that was asked for is settled first.
    """
    values = {
        f"{side}_{part}": getattr(holder, f"{side}_{part}")
        for side in PartySide.values
        for part in ("code", "name")
    }
    return (
        holder.state == RegistrationState.REGISTERED
        and holder.contract_id is None
        and row.contract_id is not None
        and holder.pk != row.pk
        and holder.amount == amount
        and _same_sides(row, values)
        and not holder.changes.filter(state=ChangeState.ASKED).exists()
    )


def join(acting_user: Any, holder: Registration, row: Registration) -> None:
    """Take the number from a locked `holder` for a locked `row`, which gets it from the caller; a green tag goes along.

    Within the caller's transaction, which has asked `may_join`. The sums count the contract once, before and after.
    """
    number = holder.national_number
    if holder.is_green and not row.is_green:
        for name in _GREEN:
            setattr(row, name, getattr(holder, name))
        payload = {"green": True, "basis": row.green_basis, "code": row.green_code}
        recorded.record(acting_user, row, recorded.GREEN, payload)
    reason = _(
        "Its number {number} is that of “{title}” ({ours}), which was prepared here: it is one contract."
    )
    words = reason.format(number=number, title=row.title, ours=name_of(row) or row.pk)
    give_up_number(acting_user, holder, words)


def _same_sides(row: Registration, values: dict[str, Any]) -> bool:
    return all(_same_side(row, values, side) for side in PartySide.values)


def _same_side(row: Registration, values: dict[str, Any], side: str) -> bool:
    ours, theirs = getattr(row, f"{side}_code"), values.get(f"{side}_code") or ""
    if ours and theirs:
        return bool(ours == theirs)
    names = getattr(row, f"{side}_name"), str(values.get(f"{side}_name") or "")
    return names[0] != "" and "".join(names[0].split()) == "".join(names[1].split())
