"""Who reckons with the deposits of bidders registers here, so that auctions know none of them.

    following.on_settled(react)  # react(acting_user, bidder), at start-up

Called within the transaction of the receipt by which a deposit went back or was forfeited.
"""

from collections.abc import Callable
from typing import Any

from qinglan.auctions.models import Bidder

Follower = Callable[[Any, Bidder], None]
_followers: list[Follower] = []


def on_settled(follower: Follower) -> None:
    """Be called whenever a deposit went back or was forfeited from now on."""
    _followers.append(follower)


def tell_settled(acting_user: Any, bidder: Bidder) -> None:
    """Call all who follow, within the caller's transaction."""
    for follower in _followers:
        follower(acting_user, bidder)
