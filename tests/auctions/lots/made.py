"""Lots walked by their own verbs, all invented."""

from datetime import date
from typing import Any

from qinglan.auctions.domain import disclosure, lot_check
from qinglan.auctions.domain import lot as drafts
from qinglan.auctions.models import Lot
from tests.auctions import made
from tests.market import made as market
from tests.parties.organisations.made import verified
from tests.support.people import join, person

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
VALUES: dict[str, Any] = {
    "title": "干法剥皮节水技术专利许可",
    "owner_class": "private",
    "organiser_licence": "技术交易服务（演示）",
    "custodian": "演示银行监管账户",
    "transfer_mode": "ordinary",
    "mode": "online",
    "pricing_basis": "collective",
    "decision_number": "会议纪要（演示）1 号",
    "decision_date": date(2026, 1, 5),
    "start_price": 100_000_00,
    "step": 1_000_00,
    "deposit": 10_000_00,
    "soft_close_seconds": 180,
    "extend_seconds": 180,
    "disclosure_days": 10,
}


def people() -> dict[str, Any]:
    """As `tests.auctions.made.auction`, with a technology exchange as organiser."""
    who = made.auction()
    exchange = verified(who["officer"], 12, kind="exchange", industry="L72")
    host = person("host")
    join(host, exchange, "administrator")
    return who | {
        "exchange": exchange,
        "host": host,
        "technology": market.published(who, market.technology(who)),
    }


def draft(who: dict[str, Any], **changes: Any) -> Lot:
    """A draft of the member."""
    training = changes.pop("training", False)
    subject = changes.pop("subject", who["technology"])
    values = {**VALUES, "organiser": who["exchange"], **changes}
    return drafts.begin_lot(acting_user=who["member"], subject=subject, values=values, training=training)


def with_papers(who: dict[str, Any], lot: Lot) -> Lot:
    """All papers that the pack asks for; the description is disclosed."""
    for kind in ("rights", "decision", "pricing", "mandate"):
        lot.refresh_from_db()
        drafts.add_paper(
            acting_user=who["member"], lot=lot, kind=kind, title=kind, name=f"{kind}.txt",
            content=f"{kind}（演示）".encode(), is_public=kind == "rights",
        )  # fmt: skip
    lot.refresh_from_db()
    return lot


def handed_in(who: dict[str, Any], **changes: Any) -> Lot:
    """Waits for its organiser."""
    return lot_check.hand_in(acting_user=who["member"], lot=with_papers(who, draft(who, **changes)))


def disclosed(who: dict[str, Any], **changes: Any) -> Lot:
    """Disclosed by its organiser."""
    return disclosure.disclose(acting_user=who["host"], lot=handed_in(who, **changes))
