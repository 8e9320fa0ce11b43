"""The gate: draft → first check → second check → public, and the ways out."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.disclosure.domain.clearance import Check, NotCleared
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.market.domain import gate
from qinglan.market.domain.amendment import begin_change
from qinglan.market.domain.listing import edit_listing
from qinglan.market.models import ListingState, Technology
from qinglan.parties.domain.account import system_user
from tests.market import made

Who = dict[str, Any]


def kinds(listing: Any) -> list[str]:
    return list(Event.objects.filter(stream=listing.key).order_by("sequence").values_list("kind", flat=True))


def live(listing: Any) -> list[tuple[str, str]]:
    rows = Todo.objects.filter(subject_type=f"market.{listing.SIDE}", subject_key=str(listing.pk))
    return sorted(rows.filter(state__in=["open", "taken"]).values_list("kind", "role"))


@pytest.mark.parametrize("make", [made.technology, made.need])
def test_it_becomes_public_by_two_checks_and_each_step_is_an_event_and_a_todo(who: Who, make: Any) -> None:
    draft = make(who)
    assert (draft.state, live(draft)) == ("draft", [])
    first = gate.hand_in(acting_user=who["member"], listing=draft)
    assert (first.state, live(first)) == ("first", [("market.check_first", "organisation-administrator")])
    check = Check(by="保密员", on=made.DAY, basis="审查表 1 号")
    second = gate.pass_first(
        acting_user=who["admin"], listing=first, points=made.points(first, "first"), secrecy=check
    )
    assert (second.state, live(second)) == ("second", [("market.check_second", "officer")])
    public = gate.publish(
        acting_user=who["officer"], listing=second, points=made.points(second, "second"), basis="发布办法"
    )
    months = 24 if public.SIDE == "technology" else 12
    today = clock.today()
    assert (public.state, public.is_public, live(public)) == ("published", True, [])
    assert public.valid_until == date(
        today.year + (today.month - 1 + months) // 12, today.month, min(today.day, 28)
    ).replace(day=public.valid_until.day)
    assert kinds(public) == [
        "market.listing-begun", "market.listing-handed-in", "market.listing-first-passed", "market.listing-published",
    ]  # fmt: skip
    assert [one.number for one in public.snapshots.all()] == [1]


def test_what_is_missing_is_named(who: Who) -> None:
    draft = made.technology(who, effect="", modes=[])
    with pytest.raises(Impossible) as refused:
        gate.hand_in(acting_user=who["member"], listing=draft)
    assert refused.value.message == "还缺：效果；转化方式。填好后再继续。"


def test_every_point_of_the_checklist_is_confirmed(who: Who) -> None:
    row = made.checked_once(who, made.technology(who))
    some = made.points(row, "second")[1:]
    with pytest.raises(Impossible) as refused:
        gate.publish(acting_user=who["officer"], listing=row, points=some, basis="发布办法")
    assert refused.value.field == "points"


def test_a_member_makes_no_first_check_and_who_wrote_it_no_second(who: Who) -> None:
    row = gate.hand_in(acting_user=who["member"], listing=made.technology(who))
    check = Check(by="保密员", on=made.DAY, basis="审查表 1 号")
    with pytest.raises(PermissionRefused):
        gate.pass_first(acting_user=who["member"], listing=row, points=[], secrecy=check)
    row = gate.pass_first(
        acting_user=who["admin"], listing=row, points=made.points(row, "first"), secrecy=check
    )
    made.join(who["officer"], who["owner"])
    with pytest.raises(PermissionRefused):
        gate.publish(acting_user=who["officer"], listing=row, points=made.points(row, "second"), basis="x")


def test_a_number_of_a_person_in_the_public_part_stops_it(who: Who) -> None:
    row = made.checked_once(who, made.technology(who, effect="详询 13800138000，节水 3 吨。"))
    with pytest.raises(NotCleared):
        gate.publish(
            acting_user=who["officer"], listing=row, points=made.points(row, "second"), basis="发布办法"
        )
    row.refresh_from_db()
    assert row.state == "second"


def test_a_near_duplicate_is_named_before_publication(who: Who) -> None:
    first = made.published(who, made.technology(who))
    row = made.checked_once(who, made.technology(who, title="干法剥皮的节水技术"))
    with pytest.raises(gate.TooNear) as refused:
        gate.publish(
            acting_user=who["officer"], listing=row, points=made.points(row, "second"), basis="发布办法"
        )
    assert [one.listing for one in refused.value.found] == [first]
    public = gate.publish(
        acting_user=who["officer"],
        listing=row,
        points=made.points(row, "second"),
        basis="发布办法",
        differs="用于竹材",
    )
    assert public.is_public


def test_it_is_returned_with_coded_reasons_and_corrected(who: Who) -> None:
    row = made.checked_once(who, made.technology(who))
    with pytest.raises(Impossible):
        gate.return_listing(acting_user=who["officer"], listing=row, reasons=["nonsense"])
    row = gate.return_listing(acting_user=who["officer"], listing=row, reasons=["boast"], note="删去“首创”")
    assert (row.state, row.secrecy_on, live(row)) == (
        "returned", None, [("market.correct", "organisation-member")],
    )  # fmt: skip
    assert [(one.step, one.reasons, one.note) for one in row.steps.all()[:1]] == [
        ("returned", ["boast"], "删去“首创”")
    ]
    row = edit_listing(acting_user=who["member"], listing=row, values={"effect": "每吨浆节水 3 吨。"})
    assert gate.hand_in(acting_user=who["member"], listing=row).state == "first"


def test_two_officers_at_once_the_second_is_told(who: Who) -> None:
    row = made.checked_once(who, made.technology(who))
    seen_by_other = Technology.objects.get(pk=row.pk)
    gate.return_listing(acting_user=who["officer"], listing=row, reasons=["vague"])
    with pytest.raises(StaleEdit) as stale:
        gate.publish(
            acting_user=made.person("other", "officer"),
            listing=seen_by_other,
            points=made.points(row, "second"),
            basis="发布办法",
        )
    assert [(str(one.label), one.yours, one.current) for one in stale.value.differences] == [
        ("状态", "市场经办复审", "退回修改"),
        ("保密审查日期", "2026-01-05", "—"),
        ("保密审查依据", "保密审查表 1 号", "—"),
    ]


def test_a_change_leaves_the_public_one_until_it_has_passed_the_checks(who: Who) -> None:
    public = made.published(who, made.technology(who))
    change = begin_change(acting_user=who["member"], listing=public)
    assert begin_change(acting_user=who["member"], listing=public) == change
    edited = edit_listing(acting_user=who["member"], listing=change, values={"effect": "每吨浆节水 5 吨。"})
    public.refresh_from_db()
    assert (public.effect, public.state) == (made.TECHNOLOGY["effect"], "published")
    again = made.published(who, edited)
    change.refresh_from_db()
    assert (again.pk, again.effect, again.state, change.state) == (
        public.pk, "每吨浆节水 5 吨。", "published", "merged",
    )  # fmt: skip
    assert [one.number for one in again.snapshots.all()] == [2, 1]
    assert again.contact.name == "林某"


def test_it_expires_after_its_last_day_and_is_renewed(who: Who) -> None:
    public = made.published(who, made.technology(who))
    assert gate.expire(acting_user=system_user(), listing=public).state == "published"
    Technology.objects.filter(pk=public.pk).update(valid_until=clock.today() - timedelta(days=1))
    assert gate.expire(acting_user=system_user(), listing=public).state == "expired"
    public.refresh_from_db()
    renewed = gate.renew(acting_user=who["member"], listing=public)
    assert (renewed.state, renewed.confirmed_on) == ("published", clock.today())


def test_withdrawn_it_takes_its_change_with_it(who: Who) -> None:
    public = made.published(who, made.technology(who))
    change = begin_change(acting_user=who["member"], listing=public)
    gate.withdraw(acting_user=who["member"], listing=public, reason="已转让")
    change.refresh_from_db()
    assert change.state == ListingState.WITHDRAWN


def test_an_anonymous_need_must_not_name_its_unit(who: Who) -> None:
    row = made.need(who, is_anonymous=True, problem=f"{who['owner'].name}的出水氟离子不稳定。")
    with pytest.raises(Impossible):
        gate.hand_in(acting_user=who["member"], listing=row)
    good = made.need(who, is_anonymous=True)
    assert good.alias == "东区某化工企业"
    assert made.published(who, good).is_public
