"""What the page of an opening shows: how far it is, who is here, and what came out."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qinglan.auctions.models import EnvelopeState, Lot, OpenedEnvelope, Opening, OpeningState
from qinglan.auctions.sealing.queries import keyed, opener_for, openers_of
from qinglan.auctions.sealing.recorded import stream
from qinglan.auctions.sealing.turn import TAKING
from qinglan.kernel import clock, permissions

REASONS = {
    "no_key": gettext_lazy("the openers could not open it"),
    "sender": gettext_lazy("who sent it can't be read"),
    "content": gettext_lazy("its content was changed, or closed under another key or for another lot"),
    "form": gettext_lazy("what is in it is no bid"),
    "commitment": gettext_lazy("it is not what was committed to"),
    "other_lot": gettext_lazy("it is a bid for another lot"),
    "other_bidder": gettext_lazy("the bid names another bidder than the one who sent it"),
    "file": gettext_lazy("a file in it is not the one that the bid names"),
    "later": gettext_lazy("the bidder sent another one later, which counts"),
}
DEPOSITS = {
    "none": pgettext_lazy("deposit", "none stated"),
    "receipt": pgettext_lazy("deposit", "bank receipt"),
    "guarantee": pgettext_lazy("deposit", "letter of guarantee"),
}
LIGHTS = {
    EnvelopeState.KEPT: "done",
    EnvelopeState.INVALID: "late",
    EnvelopeState.UNOPENED: "late",
}


@dataclass(frozen=True)
class Line:
    """One envelope on the page."""

    row: OpenedEnvelope
    bid: dict[str, Any] | None

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LIGHTS.get(EnvelopeState(self.row.state), "idle")

    @property
    def stream(self) -> str:
        """The stream of its events."""
        return stream(self.row.envelope_id)

    @property
    def reason(self) -> str:
        """Why it is invalid, in words."""
        return str(REASONS.get(self.row.reason, ""))

    @property
    def deposit(self) -> str:
        """What the bid says of the deposit."""
        assert self.bid is not None
        stated = self.bid["deposit"]
        return f"{DEPOSITS[stated['kind']]} {stated['number']}".strip()


def lines(opening: Opening) -> list[Line]:
    """Every envelope, valid ones first by receipt."""
    rows = opening.envelopes.select_related("envelope", "organisation", "bidder").order_by(
        "order", "envelope__received_at"
    )
    return [Line(row, _bid(row)) for row in rows]


def _bid(row: OpenedEnvelope) -> dict[str, Any] | None:
    if row.amount is None:
        return None
    found: dict[str, Any] = json.loads(row.bid)
    return found


def context(user: Any, lot: Lot, opening: Opening | None, kind: str) -> dict[str, Any]:
    """What the page, and the part of it that changes, need."""
    openers = openers_of(lot)
    mine = opener_for(user, lot)
    over = lot.bids_until is not None and clock.now() >= lot.bids_until
    running = opening is not None and opening.state == OpeningState.BEGUN
    may_begin = permissions.answer(user, "auctions.open_envelopes", lot).allowed
    if kind == "opening":
        may_begin = may_begin and opening is None and over
    else:
        may_begin = may_begin and lot.state in TAKING and not over and bool(keyed(openers))
    shown = lines(opening) if opening and kind == "opening" and opening.state == OpeningState.OPENED else []
    return {
        "lot": lot,
        "ceremony": kind,
        "opening": opening,
        "openers": [(one, _here(opening, one)) for one in openers],
        "mine": mine,
        "running": running,
        "over": over,
        "may_begin": may_begin,
        "works": running and mine is not None and bool(mine.public_key),
        "lines": shown,
        "kept": sum(line.row.state == EnvelopeState.KEPT for line in shown),
        "decoys": sum(line.row.state == EnvelopeState.DECOY for line in shown),
        "may_leave": kind == "opening"
        and running
        and permissions.answer(user, "auctions.let_bidders_open", lot).allowed,
        "reads_offers": permissions.answer(user, "auctions.read_offers", lot).allowed,
        "answer": _answer(opening, kind, over=over),
    }


def _here(opening: Opening | None, opener: Any) -> bool:
    """Whether the opener has opened with his key since it began."""
    if opening is None:
        return False
    if opening.is_rehearsal and opener.rehearsed_at is not None and opener.rehearsed_at >= opening.begun_at:
        return True
    return (
        opening.layers.filter(opener=opener).exists()
        or opening.envelopes.filter(by__contains=str(opener.place)).exclude(by="bidder").exists()
    )


def _answer(opening: Opening | None, kind: str, *, over: bool) -> str:
    """One sentence: how it stands."""
    if kind == "rehearsal":
        if opening is None or opening.state == OpeningState.BROKEN_OFF:
            return _("Not rehearsed yet.")
        if opening.state == OpeningState.OPENED:
            return _("Rehearsed: any two of the three can open.")
        return _("The rehearsal goes on: each opener opens the test envelope with his key.")
    if opening is None:
        return (
            _("The deadline is over; the opening has not begun.")
            if over
            else _("Nothing can be opened before the deadline.")
        )
    if opening.state == OpeningState.BEGUN:
        return _("The opening goes on. Nobody sees a bid until two openers have opened all of them.")
    if opening.state == OpeningState.OWN:
        return _("The openers failed; bidders open their own.")
    return _("Opened. Every bid is shown with the proof that it is what was sent.")
