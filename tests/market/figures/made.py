"""One need and one technology that walked from publication to agreed terms in March 2025, and more of either."""

from datetime import datetime, timedelta
from typing import Any

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.codes.lists import Edition, Row, replace
from qinglan.kernel.disclosure.domain import Check
from qinglan.market.domain.figures import Selection, digest_of, figures_for_everybody, publish_figures
from qinglan.market.domain.listing import begin_need, begin_technology
from qinglan.market.models import (
    Enquiry,
    FigureSet,
    Match,
    MatchVerdict,
    Need,
    NeedField,
    Room,
    Technology,
    TechnologyField,
)
from tests.market import made as listings
from tests.market.contact import made as contacts

World = dict[str, Any]
DAY = listings.DAY


def at(month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of 2025, as a watch in Shanghai shows it."""
    return datetime(2025, month, day, hour, minute, tzinfo=SHANGHAI)


def lists() -> None:
    """The plan's key fields: two of them."""
    edition = Edition("key-fields-test", "key-fields", "关键领域", "Key fields", "cn-test")
    replace(edition, [Row("1", "节能", 1, name_en="Energy saving"), Row("2", "生态", 1, name_en="Ecology")])


def world() -> World:
    """A need in the field 1.2 and a technology in 1 and 2, matched, opened, refused by one side, agreed all the same.

    The technology of `owner` was published on 1 March at half past midnight, while it was still February in UTC;
    the terms were agreed with the first moment of April.
    """
    lists()
    who = contacts.both()
    Technology.objects.update(published_at=at(3, 1, 0, 30))
    TechnologyField.objects.bulk_create(
        TechnologyField(listing=who["technology"], family="key-fields", code=code) for code in ("1", "2")
    )
    need = a_need(who, at(3, 3))
    match = Match.objects.create(
        need=need, technology=who["technology"], score=900, closeness=900, found_at=at(3, 4),
        told_need_at=at(3, 5), told_technology_at=at(3, 6, 0, 30), opened_need_at=at(3, 6),
    )  # fmt: skip
    MatchVerdict.objects.create(
        match=match, side="technology", reason="money", said_by=who["member"], said_at=at(3, 8)
    )
    room = contacts.accepted(who)
    Enquiry.objects.update(sent_at=at(3, 9), first_answered_at=at(3, 10), expires_at=at(4, 9))
    Room.objects.update(state="agreed", opened_at=at(3, 10), closed_at=at(4, 1, 0))
    return {**who, "need": need, "match": match, "room": room}


def a_need(who: World, published: datetime, code: str = "1.2", **more: Any) -> Need:
    """A public need of the firm."""
    buying = {**who, "member": who["buyer"], "admin": who["buyer_admin"], "owner": who["firm"]}
    number = Need.objects.count()
    values = {**listings.NEED, "title": f"{listings.NEED['title']} {number}", **more}
    draft = begin_need(acting_user=who["buyer"], owner=who["firm"], values=values, contact=listings.CONTACT)
    row: Need = listings.published(buying, draft, differs="水质不同")
    Need.objects.filter(pk=row.pk).update(published_at=published)
    NeedField.objects.create(listing=row, family="key-fields", code=code)
    return row


def many(who: World, count: int, side: str, *, code: str, territory: str, days: int = 0) -> list[Any]:
    """`count` public listings that nobody has to write: copies in a field and territory."""
    model, field = (Technology, TechnologyField) if side == "technology" else (Need, NeedField)
    begin: Any = begin_technology if side == "technology" else begin_need
    values = {"title": f"{side} {code} {territory} {days}"} | ({"kind": "problem"} if side == "need" else {})
    pattern = begin(acting_user=who["officer"], owner=who["owner"], values=values)
    fields = {
        one.attname: getattr(pattern, one.attname)
        for one in model._meta.concrete_fields
        if one.attname != "id"
    }
    fields |= {
        "state": "published", "published_at": at(3, 3) + timedelta(days=days), "valid_until": DAY.replace(year=2099),
        "confirmed_on": DAY, "secrecy_on": DAY, "territory_id": territory,
    }  # fmt: skip
    rows: list[Any] = model.objects.bulk_create(model(**fields) for _one in range(count))  # type: ignore[attr-defined]
    field.objects.bulk_create(field(listing=row, family="key-fields", code=code) for row in rows)  # type: ignore[attr-defined]
    return rows


def checks(basis: str = "公开审批 3 号") -> dict[str, Check]:
    """Both checks."""
    return {
        "secrecy": Check(by="保密员（演示）", on=DAY, basis="保密审查表 9 号"),
        "publication": Check(by="处长（演示）", on=DAY, basis=basis),
    }


def published(who: World, selection: Selection, **more: Any) -> FigureSet:
    """What an officer saw and published."""
    seen = digest_of(figures_for_everybody(selection))
    return publish_figures(acting_user=who["officer"], selection=selection, seen=seen, **checks(), **more)
