"""Whose turn it is on a sealed lot: parts of verbs."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from qinglan.auctions.models import Lot, LotState
from qinglan.kernel.conflicts import Impossible

LOCK = 7_215_331
"""Class of the advisory locks of sealed lots."""
TAKING = frozenset({LotState.DISCLOSED, LotState.BIDDING})


def taken(seen: Lot) -> Lot:
    """The lot as it stands once this transaction has its turn: one envelope, withdrawal or opening at a time.

    An advisory lock, not one of the row: a lock of the row would leave the number of the transaction in it, and
    beside it in the envelope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, seen.pk % (1 << 31)])
    return Lot.objects.select_related("owner", "organiser").get(pk=seen.pk)


def require_taking(row: Lot, moment: Any) -> None:
    """Raise Impossible unless `row` takes envelopes at `moment`, which was told after the lock was taken."""
    if not row.is_sealed:
        raise Impossible(_("This lot takes open bids; nothing is sealed."))
    if row.state not in TAKING or row.bids_from is None or row.bids_until is None:
        raise Impossible(
            _("The lot is in the state “{state}”; no envelope is taken or given back then.").format(
                state=row.get_state_display()
            )
        )
    if moment < row.bids_from:
        raise Impossible(_("Envelopes are taken from the stated hour on. Come back then; nothing was sent."))
    if moment >= row.bids_until:
        raise Impossible(_("The deadline is over: nothing more is taken or given back. Nothing was changed."))
