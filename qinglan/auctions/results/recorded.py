"""What happens after the bids, as events of the stream of the lot."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

REVEALED = events.register_kind(
    "auctions.reserve-revealed",
    _("The reserve price was revealed, with what proves that it was fixed before."),
).name
NAMED = events.register_kind(
    "auctions.bidders-named", _("The organisations behind the bidder numbers, after the bids were closed.")
).name
RESULT = events.register_kind(
    "auctions.result", _("The result: winner, price or why nobody won, and every bid in its place.")
).name
NOTICED = events.register_kind(
    "auctions.result-noticed", _("The result was put on public notice: until when.")
).name
OBJECTED = events.register_kind(
    "auctions.result-objected", _("An objection to the result came in: its number, no words and no name.")
).name
RULED = events.register_kind(
    "auctions.objection-ruled", _("An objection to the result was ruled on: upheld or dismissed.")
).name
SIGNED = events.register_kind(
    "auctions.lot-signed",
    _("The winner signed; the lot was handed over to a contract: price, difference owed."),
).name
DEFAULTED = events.register_kind(
    "auctions.winner-defaulted", _("The winner did not sign in time: what follows by the rule.")
).name
COMMITTEE = events.register_kind(
    "auctions.committee-complete",
    _("The committee of a selection is complete: how many members, how many experts."),
).name
SCORED = events.register_kind(
    "auctions.scores-fixed", _("The points of the committee were fixed, by offer, criterion and member.")
).name
