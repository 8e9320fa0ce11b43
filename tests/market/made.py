"""Owners, officers and listings for tests, all invented."""

from datetime import date
from typing import Any

from qinglan.kernel import clock
from qinglan.kernel.disclosure.domain.clearance import Check
from qinglan.market.domain import gate
from qinglan.market.domain.listing import begin_need, begin_technology
from qinglan.market.models import Need, Technology
from qinglan.market.quality import quality
from tests.parties.organisations.made import territories, verified
from tests.support.people import join, person

DAY = date(2026, 1, 5)
CONTACT = {"name": "林某", "telephone": "023-60000000", "email": "lin@example.org"}
TECHNOLOGY: dict[str, Any] = {
    "title": "干法剥皮节水技术",
    "problem": "湿法剥皮每吨浆用水多，废水难处理。",
    "effect": "剥皮过程不用水，每吨浆节水 3 至 10 吨。",
    "trl": 8,
    "modes": ["ordinary", "service"],
}
NEED: dict[str, Any] = {
    "title": "含氟废水深度处理",
    "kind": "problem",
    "problem": "出水氟离子不稳定，结晶法药耗高。",
    "modes": ["joint_development"],
    "deadline": date(2030, 6, 30),
}


def market() -> dict[str, Any]:
    """A city with an owner, its administrator and a member, an officer and a stranger."""
    territories()
    officer, admin, member, stranger = (
        person("officer", "officer"), person("admin"), person("member"), person("stranger"),
    )  # fmt: skip
    owner = verified(officer, 1, industry="C26")
    join(admin, owner, "administrator")
    join(member, owner, "member")
    return {"officer": officer, "admin": admin, "member": member, "stranger": stranger, "owner": owner}


def technology(who: dict[str, Any], **changes: Any) -> Technology:
    """A draft with the eight fields."""
    return begin_technology(
        acting_user=who["member"], owner=who["owner"], values={**TECHNOLOGY, **changes}, contact=CONTACT
    )


def need(who: dict[str, Any], **changes: Any) -> Need:
    """A draft that could be handed in."""
    return begin_need(
        acting_user=who["member"], owner=who["owner"], values={**NEED, **changes}, contact=CONTACT
    )


def points(listing: Any, step: str) -> list[str]:
    """Every point of the checklist."""
    return [one.code for one in quality().points(listing.SIDE, step)]


def checked_once(who: dict[str, Any], listing: Any) -> Any:
    """Handed in and through the first check."""
    row = gate.hand_in(acting_user=who["member"], listing=listing)
    secrecy = Check(by="保密员（演示）", on=min(DAY, clock.today()), basis="保密审查表 1 号")
    return gate.pass_first(
        acting_user=who["admin"], listing=row, points=points(row, "first"), secrecy=secrecy
    )


def published(who: dict[str, Any], listing: Any, **more: Any) -> Any:
    """Through the whole gate."""
    row = checked_once(who, listing)
    return gate.publish(
        acting_user=who["officer"], listing=row, points=points(row, "second"), basis="发布办法", **more
    )
