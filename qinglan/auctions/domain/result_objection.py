"""Verbs on objections to a result: file one in time, rule on it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain.lot_state import locked_now, set_lot_state
from qinglan.auctions.domain.result import reckon
from qinglan.auctions.models import (
    Because,
    Lot,
    LotMode,
    LotState,
    ResultNotice,
    ResultNoticeState,
    ResultObjection,
    Ruling,
)
from qinglan.auctions.results import recorded as kinds
from qinglan.auctions.results import todos, told
from qinglan.auctions.results.queries import result_in_force
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.once import once

FILES = "auctions.objection"
LARGEST = 20 * 1024 * 1024


def object_to_result(
    *,
    acting_user: Any,
    lot: Lot,
    name: str,
    contact: str,
    text: str,
    proof: tuple[str, bytes] | None = None,
) -> ResultObjection:
    """Object to the result on notice. The clock is read after the lock: at its end it is too late.

    `proof` is the name and content of a file. One open objection a person. Raises PermissionRefused, Impossible
    with the field.
    """
    permissions.require(acting_user, "auctions.object_to_result", lot)
    for field, value in (("name", name), ("contact", contact), ("text", text)):
        if not value.strip():
            raise Impossible(_("Fill this in: without it your objection can't be ruled on."), field=field)
    twice = _("Your objection is waiting for its ruling already.")
    with once({"one_open_objection_a_person": (twice, None)}), transaction.atomic():
        row = locked_now(lot.pk)
        notice = _posted(row)
        made = ResultObjection.objects.create(
            notice=notice,
            filed_by=acting_user,
            filed_at=clock.now(),
            name=name.strip()[:100],
            contact=contact.strip()[:100],
            text=text.strip()[:3000],
            state=Ruling.OPEN,
        )
        if proof is not None:
            made.proof = store_file(
                acting_user=acting_user, name=proof[0], content=proof[1], holder=FILES,
                holder_key=str(made.pk), max_bytes=LARGEST,
            )  # fmt: skip
            made.save(update_fields=["proof"])
        recorded.record(
            acting_user, row, kinds.OBJECTED, {"objection": made.pk, "files": int(proof is not None)}
        )
        todos.ruling_wanted(acting_user, row, made)
    return made


@transaction.atomic
def rule_on_objection(
    *, acting_user: Any, objection: ResultObjection, upheld: bool, answer: str
) -> ResultObjection:
    """Dismiss or uphold an objection, with reasons that who objected reads.

    Upheld, in this order: the notice ends; a selection goes on with the next candidate, any other lot fails; both
    sides are told. Raises PermissionRefused, StaleEdit (somebody ruled meanwhile), Impossible with the field.
    """
    lot = objection.notice.result.lot
    permissions.require(acting_user, "auctions.rule_on_result", lot)
    words = answer.strip()
    if not words:
        raise Impossible(_("Give the reasons: who objected reads them."), field="answer")
    row = locked_now(lot.pk)
    seen = ResultObjection.objects.select_related("notice__result").get(pk=objection.pk)
    require_unchanged(objection, seen)
    if seen.state != Ruling.OPEN:
        raise StaleEdit([Difference(_("state"), str(Ruling.OPEN.label), str(seen.get_state_display()))])
    seen.state = Ruling.UPHELD if upheld else Ruling.DISMISSED
    seen.answer, seen.ruled_by, seen.ruled_at = words[:2000], acting_user, clock.now()
    seen.revision += 1
    seen.save()
    recorded.record(acting_user, row, kinds.RULED, {"objection": seen.pk, "ruling": seen.state})
    todos.ruled(acting_user, seen)
    told.ruled(acting_user, row, seen)
    if upheld and seen.notice.state == ResultNoticeState.POSTED:
        _upset(acting_user, row, seen.notice)
    return seen


def _upset(acting_user: Any, row: Lot, notice: ResultNotice) -> None:
    notice.state, notice.closed_at = ResultNoticeState.UPSET, clock.now()
    notice.save(update_fields=["state", "closed_at"])
    result = notice.result
    if row.mode == LotMode.COMPARISON:
        reckon(acting_user, row, Because.OBJECTION, [*result.passed_over, result.winner])
    else:
        set_lot_state(acting_user, row, LotState.FAILED, _("An objection to the result was upheld."))
        told.failed(acting_user, row, result)


def _posted(row: Lot) -> ResultNotice:
    result = result_in_force(row)
    notice = getattr(result, "notice", None)
    if notice is None or notice.state != ResultNoticeState.POSTED:
        raise Impossible(_("No result of this lot is on public notice now."))
    if clock.now() >= notice.ends_at:
        raise Impossible(
            _(
                "The notice ended; objections were received until its end. Write to the organiser: {contact}"
            ).format(contact=notice.contact)
        )
    found: ResultNotice = notice
    return found
