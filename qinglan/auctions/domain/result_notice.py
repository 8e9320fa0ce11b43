"""Verbs on the public notice of a result: post it, close it when its time has come."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain.lot_state import locked, locked_now, set_lot_state
from qinglan.auctions.models import (
    Lot,
    LotState,
    ResultNotice,
    ResultNoticeState,
    Ruling,
    Signing,
    SigningState,
)
from qinglan.auctions.results import hand_over, todos, told
from qinglan.auctions.results import recorded as kinds
from qinglan.auctions.results.pack import result_rules
from qinglan.auctions.results.periods import end_after
from qinglan.auctions.results.queries import result_in_force
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.jobs.one_by_one import one_by_one


@transaction.atomic
def post_result(*, acting_user: Any, lot: Lot, contact: str) -> ResultNotice:
    """Put the result in force on public notice, for as long as the pack says of the mode of the lot.

    In this order: lock; the result must have a winner and no notice yet; the period; the notice; the lot is
    announced; the event; both sides are told. Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "auctions.post_result", lot)
    row = locked(lot)
    result = result_in_force(row)
    if result is None or result.failure or hasattr(result, "notice"):
        raise Impossible(_("There is no result that waits for its notice. Open the lot again."))
    words = " ".join(contact.split())
    if not words:
        raise Impossible(_("Say where objections are received: office, telephone or mail."), field="contact")
    now, form = clock.now(), result_rules().notice[row.mode]
    end = end_after(row, now, form.length())
    made = ResultNotice.objects.create(
        result=result,
        state=ResultNoticeState.POSTED,
        posted_at=now,
        posted_by=acting_user,
        length=form.number,
        unit=form.unit,
        last_day=end.last_day,
        ends_at=end.moment,
        contact=words[:200],
    )
    set_lot_state(acting_user, row, LotState.ANNOUNCED)
    recorded.record(
        acting_user,
        row,
        kinds.NOTICED,
        {"turn": result.turn, "length": form.number, "unit": form.unit, "ends_at": end.moment},
    )
    todos.notice_posted(acting_user, row)
    told.announced(acting_user, row, result)
    return made


def close_due_notices(*, acting_user: Any) -> int:
    """Close every notice whose end has come and to which no objection is open; how many. May be repeated."""
    permissions.require(acting_user, "auctions.close_result_notices")
    due = ResultNotice.objects.filter(state=ResultNoticeState.POSTED, ends_at__lte=clock.now()).exclude(
        objections__state=Ruling.OPEN
    )
    return sum(one_by_one("auctions.close_result_notices", due, partial(_close, acting_user)))


def _close(acting_user: Any, key: int) -> bool:
    """Lock, look at the clock and the objections again, close; the winner signs from now on."""
    row = locked_now(ResultNotice.objects.values_list("result__lot", flat=True).get(pk=key))
    notice = ResultNotice.objects.select_related("result__organisation").get(pk=key)
    now = clock.now()
    is_open = notice.objections.filter(state=Ruling.OPEN).exists()
    if notice.state != ResultNoticeState.POSTED or now < notice.ends_at or is_open:
        return False
    notice.state, notice.closed_at = ResultNoticeState.CLOSED, now
    notice.save(update_fields=["state", "closed_at"])
    signing = Signing.objects.create(
        result=notice.result,
        state=SigningState.WAITING,
        sign_until=end_after(row, now, result_rules().signing.length()).moment,
    )
    set_lot_state(acting_user, row, LotState.SIGNING)
    todos.signing_wanted(acting_user, row, signing)
    told.to_sign(acting_user, row, notice.result, signing)
    hand_over.prepare(acting_user, row, notice.result)
    return True
