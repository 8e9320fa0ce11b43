"""What the events of a lot tell about its result: rules as amended, bids, scores, names. Needs no Django.

The result is reckoned from these alone, as a stranger does it (`tools/verify_auction.py`), and never from tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qinglan.auctions.results.outcome import Bid


@dataclass
class Facts:
    """`rules` as they stand, `bids` in the order of receipt, `names` by number or label, `last` event read."""

    rules: dict[str, Any] = field(default_factory=dict)
    bids: list[Bid] = field(default_factory=list)
    names: dict[str, dict[str, Any]] = field(default_factory=dict)
    scores: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    void: dict[str, str] = field(default_factory=dict)
    last: int = 0

    def counted(self) -> list[Bid]:
        """The bids with their scores, void where their bidder was excluded."""
        return [
            replace(
                bid,
                void=bid.void or self.void.get(bid.bidder, ""),
                points=self.scores.get(bid.bidder, {}),
            )
            for bid in self.bids
        ]


def read(events: Iterable[tuple[int, str, Mapping[str, Any]]]) -> Facts:
    """The facts in the events of one lot, each `(sequence, kind, payload)`, in their order."""
    facts = Facts()
    for sequence, kind, payload in events:
        reader = _READERS.get(kind)
        if reader is not None:
            reader(facts, payload)
        facts.last = sequence
    return facts


def _disclosed(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.rules = dict(payload["rules"])
    if isinstance(facts.rules.get("reserve"), Mapping):
        facts.rules["reserve"] = None


def _amended(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.rules.update({name: value for name, value in payload["after"].items() if name in facts.rules})


def _revealed(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.rules["reserve"] = payload["reserve"]


def _bid(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.bids.append(Bid(str(payload["bidder"]), payload["amount"], payload["bid"]))


def _opened(facts: Facts, payload: Mapping[str, Any]) -> None:
    for one in payload["envelopes"]:
        if one["state"] == "kept":
            facts.bids.append(Bid(one["label"], one["bid"]["amount"], one["order"], one["nonce"]))


def _excluded(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.void[str(payload["bidder"])] = payload["reason"]


def _scored(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.scores = {
        label: {int(place): list(points) for place, points in by_place.items()}
        for label, by_place in payload["points"].items()
    }


def _named(facts: Facts, payload: Mapping[str, Any]) -> None:
    facts.names.update({str(one["bidder"]): dict(one) for one in payload["bidders"]})


_READERS = {
    "auctions.lot-disclosed": _disclosed,
    "auctions.lot-amended": _amended,
    "auctions.reserve-revealed": _revealed,
    "auctions.bid": _bid,
    "auctions.envelopes-opened": _opened,
    "auctions.bidder-excluded": _excluded,
    "auctions.scores-fixed": _scored,
    "auctions.bidders-named": _named,
}
