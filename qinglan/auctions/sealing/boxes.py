"""What an opener's browser gets and gives: boxes in, layers and keys out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.models import Envelope, Layer, Opener, Opening
from qinglan.auctions.sealing import suite
from qinglan.auctions.sealing.queries import envelopes_of, is_taken_back
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible

PARTS = ("bid", "sender")
TEST = "test"
"""The name of the one envelope of a rehearsal."""
_KEY = re.compile(r"[0-9a-f]{64}")
_LAYER = re.compile(rf"[0-9a-f]{{{2 * suite.INNER_BYTES}}}")


@dataclass(frozen=True)
class Given:
    """What came from an opener: ``{envelope: {part: {pair: hex}}}`` and ``{envelope: {part: key hex, "pair": "12"}}``."""

    layers: Mapping[str, Mapping[str, Mapping[str, str]]]
    keys: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, document: Any) -> "Given":
        """Check the form of what was sent; raises Impossible."""
        if not isinstance(document, dict):
            raise Impossible(_("Your browser sent something else than boxes. Load the page again."))
        layers, keys = document.get("layers", {}), document.get("keys", {})
        pairs = {suite.name(*pair) for pair in suite.PAIRS}
        try:
            fits = all(
                set(parts) <= set(PARTS)
                and all(
                    pair in pairs and _LAYER.fullmatch(box)
                    for boxes in parts.values()
                    for pair, box in boxes.items()
                )
                for parts in layers.values()
            ) and all(
                set(found) <= {*PARTS, "pair"}
                and found.get("pair") in pairs
                and all(_KEY.fullmatch(found[part]) for part in PARTS if part in found)
                for found in keys.values()
            )
        except (AttributeError, TypeError):
            fits = False
        if not fits:
            raise Impossible(_("Your browser sent something else than boxes. Load the page again."))
        return cls(layers, keys)


def closed_envelopes(opening: Opening) -> list[Envelope]:
    """The envelopes that are to be opened: those of the lot that nobody took back."""
    return [one for one in envelopes_of(opening.lot) if not is_taken_back(one)]


def shown(opening: Opening, opener: Opener) -> dict[str, Any]:
    """All that the browser of `opener` needs: outer boxes of every envelope, and the layers that others took off."""
    if opening.is_rehearsal:
        boxes = {TEST: {"bid": opening.test_wraps}}
    else:
        boxes = {one.pk: {"bid": one.wraps, "sender": one.sender_wraps} for one in closed_envelopes(opening)}
    layers: dict[str, dict[str, dict[str, str]]] = {}
    for row in opening.layers.all():
        layers.setdefault(row.envelope, {}).setdefault(row.part, {})[row.pair] = bytes(row.content).hex()
    return {"boxes": boxes, "layers": layers, "place": opener.place, "state": opening.state}


def keep_layers(opening: Opening, opener: Opener, given: Given, known: set[str]) -> int:
    """Keep the layers that `opener` took off as the first of a pair, within the caller's transaction; how many.

    What is no layer of his, or of an envelope that is not in `known`, raises Impossible.
    """
    now = clock.now()
    rows = []
    for envelope, parts in given.layers.items():
        for part, boxes in parts.items():
            for pair, box in boxes.items():
                if envelope not in known or pair[0] != str(opener.place):
                    raise Impossible(
                        _("Your browser sent boxes that are not yours to open. Load the page again.")
                    )
                rows.append(
                    Layer(
                        opening=opening,
                        envelope=envelope,
                        part=part,
                        pair=pair,
                        content=bytes.fromhex(box),
                        opener=opener,
                        given_at=now,
                    )
                )
    return len(Layer.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500))
