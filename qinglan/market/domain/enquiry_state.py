"""The one gate of an enquiry: lock it, move it from state to state. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.market.contact.todos import follow_enquiry
from qinglan.market.models.enquiry import LIVE, Enquiry, EnquiryState

FROM = {
    EnquiryState.SENT: {EnquiryState.ASKED},
    EnquiryState.ASKED: {EnquiryState.SENT},
    EnquiryState.ACCEPTED: {EnquiryState.SENT},
    EnquiryState.DECLINED: {EnquiryState.SENT, EnquiryState.ASKED},
    EnquiryState.WITHDRAWN: {EnquiryState.SENT, EnquiryState.ASKED},
    EnquiryState.EXPIRED: {EnquiryState.SENT, EnquiryState.ASKED},
    EnquiryState.ENDED: {EnquiryState.ACCEPTED},
}
ANSWERS = frozenset({EnquiryState.ASKED, EnquiryState.ACCEPTED, EnquiryState.DECLINED})
"""States by which the side that was asked answers."""


def locked(seen: Enquiry) -> Enquiry:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("technology", "need", "sender", "receiver")
        .get(pk=seen.pk)
    )
    require_unchanged(seen, row, only=("state",), named=False)
    return row


def set_enquiry_state(acting_user: Any, row: Enquiry, to: EnquiryState, act: str) -> None:
    """Move a locked enquiry to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have, and an answer after the last moment
    (Impossible); 2. the first answer of the side that was asked sets the moment to which its reply time
    runs; 3. leaving the live states sets when it was settled; 4. raises the revision and saves; 5. opens and
    closes to-dos. The caller records the step.
    """
    now = clock.now()
    if EnquiryState(row.state) not in FROM[to]:
        raise Impossible(
            _(
                "The enquiry is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    if to in ANSWERS | {EnquiryState.SENT} and now >= row.expires_at:
        raise Impossible(
            _(
                "The time for an answer is over. Ask the other side to send its enquiry again, or send one yourself."
            )
        )
    row.state = to
    if to in ANSWERS and row.first_answered_at is None:
        row.first_answered_at = now
    if to not in LIVE:
        row.settled_at = now
    row.revision += 1
    row.save()
    follow_enquiry(acting_user, row, act)
