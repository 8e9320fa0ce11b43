"""Differences between what was filed and what the contract or the national system says: found, and settled."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_state import locked, touch
from qinglan.contracts.models import (
    Attention,
    Contract,
    DifferenceSource,
    Registration,
    RegistrationDifference,
    RegistrationState,
)
from qinglan.contracts.registering import from_contract, recorded, todos
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money

_MONEY = frozenset({"amount", "technology_amount"})
_FOLLOWED = (
    "title", "amount", "payment_mode", "begins_on", "ends_on", "is_related",
    "seller_name", "seller_code", "seller_territory", "buyer_name", "buyer_code", "buyer_territory",
)  # fmt: skip
"""What a contract and its registration both say."""


def note_differences(
    acting_user: Any, row: Registration, source: DifferenceSource, differs: Mapping[str, tuple[Any, Any]]
) -> int:
    """Keep what differs of a locked row as open differences, within the caller's transaction; how many are new.

    `differs` maps fields to what was filed and what stands there. One that is open already says the latest. The
    caller saves the row.
    """
    fresh = 0
    for name, (ours, theirs) in differs.items():
        one, made = RegistrationDifference.objects.update_or_create(
            registration=row, source=source, field=name, settled_at=None,
            defaults={"ours": _written(name, ours), "theirs": _written(name, theirs), "found_at": clock.now()},
        )  # fmt: skip
        if made:
            fresh += 1
            recorded.record(
                acting_user, row, recorded.DIFFERENCE, {"field": name, "source": source, "difference": one.pk}
            )
    if differs and not row.attention:
        row.attention = Attention.DIFFERENCES
    return fresh


def differences_to_contract(row: Registration, contract: Contract) -> dict[str, tuple[Any, Any]]:
    """What the contract says otherwise than its registration; what the contract leaves open is no difference."""
    stands = from_contract.copied(contract)
    return {
        name: (getattr(row, name), stands[name])
        for name in _FOLLOWED
        if stands.get(name) not in (None, "") and stands[name] != getattr(row, name)
    }


def compare_with_contract(*, acting_user: Any, contract: Contract) -> int:
    """Find what an amended contract says otherwise than what was filed, within the caller's transaction; how many.

    For what the contract's own verbs call; the permission was asked there. A draft is brought up to date instead.
    """
    found = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("office", "keeper", "contract")
        .filter(contract=contract)
        .first()
    )
    if found is None:
        return 0
    differs = differences_to_contract(found, contract)
    if not differs:
        return 0
    if found.is_writable:
        for name, (_ours, theirs) in differs.items():
            setattr(found, name, theirs)
        if found.technology_amount and found.amount and found.technology_amount > found.amount:
            found.technology_amount = None
        from_contract.with_keys(found)
    elif found.state in (
        RegistrationState.HANDED_OVER,
        RegistrationState.REGISTERED,
        RegistrationState.PASSED,
    ):
        note_differences(acting_user, found, DifferenceSource.CONTRACT, differs)
    touch(found)
    return len(differs)


@transaction.atomic
def settle_difference(
    *, acting_user: Any, row: Registration, difference: RegistrationDifference, settled_as: str
) -> Registration:
    """Say what a difference means (a slip there, a change that is asked for …). Raises Impossible, StaleEdit, PermissionRefused."""
    permissions.require(acting_user, "contracts.settle_difference", row)
    found = locked(row)
    one = found.differences.select_for_update().filter(pk=difference.pk, settled_at__isnull=True).first()
    if one is None:
        raise Impossible(_("This difference is settled already. Open the page again."))
    text = settled_as.strip()
    if not text:
        raise Impossible(_("Say what the difference means."), field="settled_as")
    one.settled_as, one.settled_at, one.settled_by = text[:300], clock.now(), acting_user
    one.save()
    if not found.differences.filter(settled_at=None).exists():
        todos.close(acting_user, found, todos.LOOK, "contracts.registration-difference")
        if found.attention == Attention.DIFFERENCES:
            found.attention = Attention.NONE
    touch(found)
    recorded.record(
        acting_user,
        found,
        recorded.DIFFERENCE,
        {"field": one.field, "difference": one.pk, "settled": text[:300]},
    )
    return found


def _written(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in _MONEY:
        return money(value)
    return str(value)[:300]
