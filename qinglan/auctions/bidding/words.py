"""What the script of the live page says, in the reader's language. Names in braces are filled in by the script."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words() -> dict[str, str]:
    """By the name that the script uses."""
    return {
        "yuan": _("{amount} yuan"),
        "start": _("First price"),
        "highest": _("Highest bid"),
        "lowest": _("Lowest bid"),
        "falling": _("Price now"),
        "sold": _("Price accepted"),
        "left": _("Time left"),
        "begins": _("Begins in"),
        "over": _("Bidding has ended"),
        "closing": _("Time is up"),
        "waits": _("The end is being settled."),
        "until": _("until {when}"),
        "since": _("ended {when}"),
        "days": pgettext("time left", "{days} d {clock}"),
        "ahead": _("You are ahead as bidder {number}"),
        "behind": _("You were outbid: bidder {leader} is ahead"),
        "rank": _("Your place: {place} of {bidders}"),
        "none": _("You have not bid yet. You are bidder {number}."),
        "won": _("You were ahead at the end, as bidder {number}"),
        "lost": _("You were not ahead at the end; bidder {leader} was"),
        "watching": _("You are watching."),
        "count": _("{count} bids by {bidders} bidders"),
        "nobids": _("No bids yet"),
        "bidder": _("Bidder {number}"),
        "you": _("you, {number}"),
        "proxy": _("by a limit"),
        "accept": pgettext("bid", "Price accepted"),
        "bid": _("Bid {amount}"),
        "acceptNow": _("Accept {amount}"),
        "next": _("Falls to {amount} in {clock}"),
        "floor": _("The price falls no further."),
        "sure": _("Bid {amount} as bidder {number}?"),
        "sureAccept": _("Accept at most {amount} as bidder {number}?"),
        "sureLimit": _("Let the system bid for you up to {amount}?"),
        "sureLimitDown": _("Let the system bid for you down to {amount}?"),
        "binds": _("A bid binds and can't be withdrawn."),
        "limitBinds": _(
            "Only you see this limit. What is bid by it binds; you may lower it or end it at any time."
        ),
        "sending": _("Sending …"),
        "again": _("No answer yet: sending the same bid again. It counts once."),
        "unknown": _(
            "No answer came. Whether your bid counts stands in the list of bids, as soon as you are connected again."
        ),
        "counts": _("Your bid of {amount} counts: it is number {n}."),
        "limitSet": _("Your limit is {amount}."),
        "limitGone": _("You have no limit now."),
        "overtaken": _("A limit of another bidder went beyond it at once."),
        "moved": _("The price moved meanwhile. Look at it, then choose again."),
        "logout": _(
            "You are logged out, or the page is too old. Load it again; the list says whether your bid counts."
        ),
        "extended": _("The end moved to {when}."),
    }
