"""What the event of a disclosure says: every rule that decides about the lot, and the digests of its papers."""

from typing import Any

from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.lots.reserve import commit
from qinglan.auctions.models import Lot

RULES = (
    "mode", "better", "tie_rule", "start_price", "step", "step_seconds", "floor_price", "soft_close_seconds",
    "extend_seconds", "deposit", "transfer_mode", "disclosure_days",
)  # fmt: skip
MOMENTS = ("applications_until", "bids_from", "bids_until")
TEXTS = ("title", "summary", "terms")


def rules_of(lot: Lot) -> dict[str, Any]:
    """The rules of a lot as its stream holds them; sets the nonce of the reserve."""
    return {
        **{name: getattr(lot, name) for name in RULES},
        **{name: getattr(lot, name) for name in MOMENTS},
        **{name: getattr(lot, name) for name in TEXTS},
        "reserve": commit(lot),
        "criteria": [
            {"place": one.place, "title": one.title, "points": one.points, "is_price": one.is_price, "guide": one.guide}
            for one in lot.criteria.all()
        ],
        "owner": {"code": lot.owner.code, "name": lot.owner.name, "class": lot.owner_class},
        "organiser": {"code": lot.organiser.code, "name": lot.organiser.name},
        "licence": lot.organiser_licence,
        "custodian": lot.custodian,
        "buyer": None if lot.buyer is None else {"code": lot.buyer.code, "name": lot.buyer.name},
        "pack": auctions().digest(),
    }  # fmt: skip


def papers_of(lot: Lot) -> list[dict[str, Any]]:
    """Every paper by its digest; of one that is not disclosed just the kind."""
    return [
        {
            "kind": one.kind,
            "title": one.title if one.is_public else "",
            "sha256": one.file.digest,
            "public": one.is_public,
        }
        for one in lot.papers.select_related("file")
    ]
