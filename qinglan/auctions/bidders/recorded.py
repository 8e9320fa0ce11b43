"""Bidders in the stream of a lot, by their numbers alone."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

QUALIFIED = events.register_kind(
    "auctions.bidder-qualified",
    _("A bidder was admitted: his number, and the commitment to who he is."),
).name
EXCLUDED = events.register_kind(
    "auctions.bidder-excluded", _("A bidder was excluded: his number and the reason.")
).name
DEPOSIT = events.register_kind(
    "auctions.deposit-settled",
    _("A deposit was returned or forfeited by its custodian's receipt: bidder number, which."),
).name
