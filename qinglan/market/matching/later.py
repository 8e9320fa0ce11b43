"""Matches are found by jobs: this asks for one, in the transaction of the act."""

from typing import Any

SOON = 10
"""Before other jobs: somebody has just published and looks at what fits."""
AT_NIGHT = -10
"""After all others: a round over every need holds nobody up."""


def refresh_later(listing: Any) -> None:
    """Queue that the matches of `listing` are found anew; within the caller's transaction."""
    from qinglan.market.jobs import refresh_matches  # noqa: PLC0415 - jobs import what the verbs need

    refresh_matches.configure(lock=f"market.matches:{listing.key}", priority=SOON).defer(
        side=listing.SIDE, key=listing.pk
    )
