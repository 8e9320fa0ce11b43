"""What the page of a lot says of the lot itself: its rules as a summary, dates, papers, questions."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.auctions.models import Lot
from qinglan.kernel import permissions
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.money import money


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """Title, state, summary rows."""
    return {
        "kind": f"{lot.number} · {lot.get_mode_display()}",
        "status": {"kind": lot.light, "word": lot.get_state_display()},
        "answer": lot.reason or lot.summary,
        "summary": [row for row in _rows(user, lot) if row["value"] not in ("", None)],
    }


def _rows(user: Any, lot: Lot) -> list[dict[str, Any]]:
    subject = lot.subject
    view = "rights.view" if lot.right_id else "market.view"
    seen = subject.get_absolute_url() if permissions.answer(user, view, subject) else ""
    return [
        {"label": _("Object"), "value": subject.title, "url": seen},
        {"label": _("seller or buyer"), "value": lot.owner.name, "url": lot.owner.get_absolute_url()},
        {"label": _("organiser"), "value": lot.organiser.name, "url": lot.organiser.get_absolute_url()},
        {"label": _("licence of the organiser"), "value": lot.organiser_licence},
        {"label": _("custodian of the deposits"), "value": lot.custodian if lot.deposit else ""},
        {"label": _("what is granted"), "value": lot.get_transfer_mode_display()},
        {"label": pgettext("lot", "mode"), "value": lot.get_mode_display()},
        {"label": _("start price"), "value": _yuan(lot.start_price)},
        {"label": pgettext("lot", "step"), "value": _yuan(lot.step)},
        {"label": _("deposit"), "value": _yuan(lot.deposit) if lot.deposit else ""},
        {"label": _("applications until"), "value": _when(lot.applications_until)},
        {"label": _("bids from"), "value": _when(lot.bids_from)},
        {"label": _("bids until"), "value": _when(lot.bids_until)},
        {"label": _("between equal bids"), "value": lot.get_tie_rule_display()},
    ]


def _yuan(fen: int | None) -> str:
    return "" if fen is None else money(fen)


def _when(at: datetime | None) -> str:
    return "" if at is None else minute(at)
