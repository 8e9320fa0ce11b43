"""Verbs on direct costs of a conversion: enter with a voucher, reverse."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.conversion_state import locked, touch
from qinglan.contracts.models import Conversion, ConversionState, Cost
from qinglan.contracts.sharing import recorded, todos
from qinglan.contracts.sharing.income import to_share
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.once import once
from qinglan.kernel.web.money import money

_OVER = frozenset({ConversionState.CLOSED, ConversionState.STOPPED})


def enter_cost(
    *,
    acting_user: Any,
    conversion: Conversion,
    kind: str,
    amount: int,
    on: date,
    voucher: str,
    note: str = "",
) -> Cost:
    """Enter a direct cost with its voucher. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    permissions.require(acting_user, "contracts.run_income", conversion)
    if kind not in {one.code for one in sharing().costs.kinds}:
        raise Impossible(_("Choose what kind of cost it is."), field="kind")
    return _enter(acting_user, conversion, kind, amount, on, voucher, note, None)


def reverse_cost(
    *, acting_user: Any, conversion: Conversion, cost: Cost, amount: int, on: date, voucher: str, note: str
) -> Cost:
    """Take a cost back, whole or in part 冲销: what was carried comes into the next plan, which is asked for.

    Raises as enter_cost; Impossible where more is taken back than is left.
    """
    permissions.require(acting_user, "contracts.run_income", conversion)
    if cost.conversion_id != conversion.pk or cost.reverses_id is not None:
        raise Impossible(_("This cost can't be taken back."))
    if not note.strip():
        raise Impossible(_("Say why it is taken back."), field="note")
    return _enter(acting_user, conversion, cost.kind, amount, on, voucher, note, cost)


def _enter(
    acting_user: Any, conversion: Conversion, kind: str, amount: int, on: date, voucher: str, note: str,
    reverses: Cost | None,
) -> Cost:  # fmt: skip
    if amount <= 0:
        raise Impossible(_("Write an amount above nought."), field="amount")
    if not voucher.strip():
        raise Impossible(_("Name the voucher: the finance office finds it by that."), field="voucher")
    if on > clock.today():
        raise Impossible(_("This day is still to come."), field="on")
    twice = _("This voucher counts in the conversion already.")
    with once({"a_voucher_counts_once_in_a_conversion": (twice, "voucher")}), transaction.atomic():
        row = locked(conversion)
        if row.state in _OVER:
            raise Impossible(_("The conversion has ended; no cost is entered any more."))
        if reverses is not None:
            back = sum(reverses.reversals.values_list("amount", flat=True))
            if back + amount > reverses.amount:
                raise Impossible(
                    _("Only {left} of it is left.").format(left=money(reverses.amount - back)), field="amount"
                )
        made = Cost.objects.create(
            conversion=row,
            kind=kind,
            amount=amount,
            on=on,
            voucher=voucher.strip()[:80],
            note=note.strip()[:200],
            reverses=reverses,
            entered_at=clock.now(),
            entered_by=acting_user,
        )
        touch(row)
        recorded.record(
            acting_user,
            row,
            recorded.COST,
            {
                "cost": made.pk, "kind": kind, "amount": amount, "voucher": made.voucher,
                "reverses": reverses.pk if reverses else None,
            },
        )  # fmt: skip
        if reverses is not None and row.state == ConversionState.RUNNING and to_share(row).is_open:
            todos.share_wanted(acting_user, row)
    return made
