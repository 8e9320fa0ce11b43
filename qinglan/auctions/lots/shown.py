"""What the page of a lot says of the lot itself: rules, dates, papers, questions, amendments, and what may be done."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.auctions.domain.lot_check import lacking
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import WRITABLE, Lot, LotAmendment, LotMode, LotState
from qinglan.kernel import permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.money import money

_MONEY = ("start_price", "step", "floor_price", "deposit")


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """Title, state, summary rows, papers, questions, amendments, acts."""
    inside = bool(permissions.answer(user, "auctions.see_lot_papers", lot))
    organises = bool(permissions.answer(user, "auctions.organise", lot))
    edits = bool(permissions.answer(user, "auctions.edit_lot", lot))
    writes = edits and lot.state in WRITABLE
    lacks = lacking(lot) if writes else []
    return {
        "kind": f"{lot.number} · {lot.get_mode_display()}",
        "status": {"kind": lot.light, "word": lot.get_state_display()},
        "answer": lot.reason or lot.summary,
        "summary": [row for row in _rows(user, lot) if row["value"] not in ("", None)],
        "lot_acts": _acts(lot, writes, edits, organises, not lacks),
        "lot_lacks": lacks,
        "lot_criteria": lot.criteria.all() if lot.mode == LotMode.COMPARISON else [],
        "lot_papers": [(one, inside or one.is_public) for one in lot.papers.select_related("file")],
        "lot_questions": lot.questions.all()
        if organises
        else lot.questions.filter(~Q(answer="") | Q(asked_by=getattr(user, "pk", None))),
        "lot_amendments": [(one, _changes(one)) for one in lot.amendments.all()],
        "may_ask": bool(permissions.answer(user, "auctions.ask", lot))
        and lot.state in (LotState.DISCLOSED, LotState.BIDDING),
        "may_organise": organises,
        "visibility": _(
            "Everybody sees this page; who stands behind a bidder number is known to the organiser alone until the result."
        )
        if lot.is_public
        else _("Its owner and, once it is handed in, its organiser see this page."),
    }


def _acts(lot: Lot, writes: bool, edits: bool, organises: bool, complete: bool) -> list[dict[str, Any]]:
    found: list[tuple[str, Any, bool, bool]] = []
    if writes:
        found += [("hand-in", _("Hand the lot in"), True, True)] if complete else []
        found += [
            ("edit", _("Write the lot"), False, not complete),
            ("papers", _("Papers of the lot"), False, False),
        ]
        if lot.mode == LotMode.COMPARISON:
            found.append(("criteria", _("Criteria of the selection"), False, False))
    if edits and lot.state == LotState.CHECK:
        found.append(("take-back", _("Take it back"), True, False))
    if edits and lot.state in (LotState.FAILED, LotState.STOPPED):
        found.append(("offer-again", _("Offer it again"), True, True))
    if organises and lot.state == LotState.CHECK:
        found += [
            ("disclose", _("Disclose the lot"), True, True),
            ("return", _("Return the lot"), False, False),
        ]
    if organises and lot.state == LotState.DISCLOSED:
        found.append(("amend", _("Amend the lot"), False, False))
    if organises and lot.state in (LotState.DISCLOSED, LotState.BIDDING):
        found.append(("stop", _("Stop the lot"), False, False))
    return [
        {
            "url": reverse(f"auctions:{name}", args=[lot.number]),
            "label": label,
            "post": post,
            "primary": primary,
        }
        for name, label, post, primary in found
    ]


def _rows(user: Any, lot: Lot) -> list[dict[str, Any]]:
    subject = lot.subject
    view = "rights.view" if lot.right_id else "market.view"
    seen = subject.get_absolute_url() if permissions.answer(user, view, subject) else ""
    group = auctions().owner_class(lot.owner_class)
    rows: list[tuple[Any, Any, str]] = [
        (pgettext("lot", "Object"), subject.title, seen),
        (_("seller or buyer"), lot.owner.name, lot.owner.get_absolute_url()),
        (_("class of the seller"), in_reader_language(group.text) if group else lot.owner_class, ""),
        (_("organiser"), lot.organiser.name, lot.organiser.get_absolute_url()),
        (_("licence of the organiser"), lot.organiser_licence, ""),
        (_("custodian of the deposits"), lot.custodian if lot.deposit else "", ""),
        (_("what is granted"), lot.get_transfer_mode_display(), ""),
        (_("agreed buyer"), lot.buyer.name if lot.buyer else "", ""),
        (_("basis of the price"), lot.get_pricing_basis_display(), ""),
        (_("internal decision"), f"{lot.decision_number} · {lot.decision_date}", ""),
        (_("start price"), _yuan(lot.start_price), ""),
        (pgettext("lot", "step"), _yuan(lot.step), ""),
        (_("seconds for each step"), lot.step_seconds or "", ""),
        (_("lowest price of the fall"), _yuan(lot.floor_price), ""),
        (_("reserve price"), _reserve(user, lot), ""),
        (_("deposit"), _yuan(lot.deposit) if lot.deposit else "", ""),
        (_("disclosed"), _when(lot.disclosed_at), ""),
        (_("applications until"), _when(lot.applications_until), ""),
        (_("bids from"), _when(lot.bids_from), ""),
        (_("bids until"), _when(lot.bids_until), ""),
        (_("a bid in the last seconds extends"), _soft(lot), ""),
        (_("between equal bids"), lot.get_tie_rule_display(), ""),
    ]
    return [
        {"label": capfirst(str(label)), "value": value, "url": url, "action": _("Open")}
        for label, value, url in rows
    ]


def _reserve(user: Any, lot: Lot) -> str:
    if lot.reserve is None:
        return ""
    if permissions.answer(user, "auctions.see_reserve", lot):
        return _yuan(lot.reserve)
    return _("set and secret; its commitment stands in the events")


def _soft(lot: Lot) -> str:
    if not lot.soft_close_seconds:
        return ""
    return _("last {within} seconds, by {by} seconds").format(
        within=lot.soft_close_seconds, by=lot.extend_seconds
    )


def _changes(one: LotAmendment) -> list[tuple[str, Any, Any]]:
    return [
        (
            capfirst(Lot.words_of(name)),
            _read(name, one.before[name]),
            _read(name, one.after[name]),
        )
        for name in one.after
    ]


def _read(name: str, value: Any) -> Any:
    if value in (None, ""):
        return "—"
    if name in _MONEY:
        return money(int(value))
    if name in ("applications_until", "bids_from", "bids_until"):
        return _when(parse_datetime(value))
    return value


def _yuan(fen: int | None) -> str:
    return "" if fen is None else money(fen)


def _when(at: datetime | None) -> str:
    return "" if at is None else minute(at)
