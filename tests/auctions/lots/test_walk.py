"""A lot from its draft to its disclosure: what is refused, what the stream then says."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from qinglan.auctions.domain import disclosure, lot_check, lot_end, lot_question
from qinglan.auctions.domain import lot as drafts
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.lots.reserve import commitment
from qinglan.auctions.models import Lot, LotState
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from tests.auctions.lots import made
from tests.market import made as market

Who = dict[str, Any]


def stream(lot: Lot) -> list[tuple[str, dict[str, Any]]]:
    """Kind and payload of every event of the lot."""
    rows = Event.objects.filter(stream=lot.key).order_by("sequence").values_list("kind", "payload")
    return [(kind, json.loads(bytes(payload))) for kind, payload in rows]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner_class": "university"}, "owner_class"),
        ({"owner_class": "state_enterprise", "mode": "dutch"}, "mode"),
        ({"start_price": None}, "start_price"),
        ({"step": None}, "step"),
        ({"deposit": 30_000_01}, "deposit"),
        ({"disclosure_days": 9}, "disclosure_days"),
        ({"tie_rule": "draw"}, "tie_rule"),
        ({"extend_seconds": 0}, "extend_seconds"),
        ({"reserve": 99_999_99}, "reserve"),
        ({"mode": "comparison", "disclosure_days": 20, "reserve": 100_00, "deposit": 2_01}, "deposit"),
        ({"mode": "agreed", "disclosure_days": 15}, "buyer"),
        ({"mode": "dutch", "floor_price": 200_000_00, "step_seconds": 60}, "floor_price"),
    ],
)
def test_what_does_not_go_together_is_refused_beside_its_field(
    who: Who, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Impossible) as refusal:
        made.draft(who, **changes)
    assert refusal.value.field == field


def test_an_auction_house_holds_auctions_and_nobody_his_own(who: Who) -> None:
    with pytest.raises(Impossible) as refusal:
        made.draft(who, organiser=who["owner"])
    assert refusal.value.field == "organiser"
    assert made.draft(who, mode="auction", organiser=who["organiser"]).number == f"{clock.today().year}-0001"


def test_only_what_is_published_and_named_is_offered(who: Who) -> None:
    hidden = market.technology(who, title="未发布技术")
    with pytest.raises(Impossible, match="Publish it"):
        made.draft(who, subject=hidden)


def test_numbers_follow_each_other_within_a_year(who: Who) -> None:
    year = clock.today().year
    assert [made.draft(who).number for _place in range(2)] == [f"{year}-0001", f"{year}-0002"]


def test_it_is_handed_in_when_nothing_lacks(who: Who) -> None:
    lot = made.draft(who, organiser_licence="")
    assert len(lot_check.lacking(lot)) == 5
    with pytest.raises(Impossible):
        lot_check.hand_in(acting_user=who["member"], lot=lot)
    lot = made.with_papers(who, lot)
    lot = drafts.edit_lot(acting_user=who["member"], lot=lot, values={"organiser_licence": "x"})
    assert lot_check.lacking(lot) == []
    assert lot_check.hand_in(acting_user=who["member"], lot=lot).state == LotState.CHECK
    with pytest.raises(Impossible, match="not written any more"):
        drafts.edit_lot(acting_user=who["member"], lot=Lot.objects.get(pk=lot.pk), values={"title": "x"})


def test_who_may_write_check_and_disclose(who: Who) -> None:
    lot = made.handed_in(who)
    for name in ("member", "officer", "stranger", "auctioneer"):
        with pytest.raises(PermissionRefused):
            disclosure.disclose(acting_user=who[name], lot=lot)
    for name in ("host", "officer", "stranger"):
        with pytest.raises(PermissionRefused):
            lot_check.take_back(acting_user=who[name], lot=lot)
    assert lot_check.take_back(acting_user=who["admin"], lot=lot).state == LotState.DRAFT


def test_a_lot_is_returned_with_a_reason_of_the_list(who: Who) -> None:
    lot = made.handed_in(who)
    with pytest.raises(Impossible) as refusal:
        lot_check.return_lot(acting_user=who["host"], lot=lot, reason="no")
    assert refusal.value.field == "reason"
    back = lot_check.return_lot(acting_user=who["host"], lot=lot, reason="rights", note="缺登记簿副本")
    assert back.state == LotState.RETURNED
    assert "缺登记簿副本" in back.reason
    with pytest.raises(StaleEdit):
        lot_check.hand_in(acting_user=who["member"], lot=lot)


def test_the_disclosure_counts_working_days_and_says_every_rule(who: Who) -> None:
    lot = made.disclosed(who, reserve=120_000_00)
    year_end = clock.today()
    assert lot.bids_from is not None
    assert lot.bids_from.astimezone(clock.SHANGHAI).date() > year_end + timedelta(days=12)
    assert lot.applications_until is not None
    assert lot.applications_until <= lot.bids_from
    kinds = stream(lot)
    assert [kind for kind, _payload in kinds] == ["auctions.lot-moved", "auctions.lot-disclosed"]
    said = kinds[1][1]
    rules = said["rules"]
    assert rules["reserve"] == {"commitment": commitment(lot.reserve_nonce, 120_000_00)}
    assert rules["pack"] == auctions().digest()
    assert {
        name: rules[name] for name in ("mode", "better", "tie_rule", "start_price", "step", "deposit")
    } == {
        "mode": "online",
        "better": "higher",
        "tie_rule": "earlier",
        "start_price": 100_000_00,
        "step": 1_000_00,
        "deposit": 10_000_00,
    }
    assert [(one["kind"], one["public"], bool(one["title"])) for one in said["papers"]] == [
        ("decision", False, False),
        ("mandate", False, False),
        ("pricing", False, False),
        ("rights", True, True),
    ]
    assert "12000000" not in json.dumps(kinds)


def test_bids_do_not_begin_before_the_disclosure_has_stood(who: Who) -> None:
    soon = clock.now() + timedelta(days=3)
    lot = made.handed_in(who, bids_from=soon, bids_until=soon + timedelta(hours=2))
    with pytest.raises(Impossible) as refusal:
        disclosure.disclose(acting_user=who["host"], lot=lot)
    assert refusal.value.field == "bids_from"


def test_the_same_object_is_on_offer_once(who: Who) -> None:
    made.disclosed(who)
    again = made.with_papers(who, made.draft(who))
    with pytest.raises(Impossible, match="another lot already"):
        lot_check.hand_in(acting_user=who["member"], lot=again)


def test_training_counts_days_in_seconds(who: Who) -> None:
    before = clock.now()
    lot = made.disclosed(who, training=True)
    assert lot.bids_from is not None
    assert timedelta(seconds=60) <= lot.bids_from - before < timedelta(seconds=90)


def test_questions_are_answered_to_all_without_names(who: Who) -> None:
    lot = made.disclosed(who)
    for name in ("member", "host"):
        with pytest.raises(PermissionRefused):
            lot_question.ask(acting_user=who[name], lot=lot, text="?")
    asked = lot_question.ask(acting_user=who["stranger"], lot=lot, text="包含改进成果吗？")
    with pytest.raises(PermissionRefused):
        lot_question.answer(acting_user=who["member"], question=asked, answer="不包含")
    lot_question.answer(acting_user=who["host"], question=asked, answer="不包含")
    with pytest.raises(Impossible, match="already"):
        lot_question.answer(acting_user=who["host"], question=asked, answer="包含")
    kind, payload = stream(lot)[-1]
    assert (kind, payload["answer"], len(payload["question"])) == ("auctions.lot-answered", "不包含", 64)


def test_it_is_stopped_with_a_reason_and_offered_again(who: Who) -> None:
    lot = made.disclosed(who)
    with pytest.raises(PermissionRefused):
        lot_end.stop(acting_user=who["member"], lot=lot, reason="dispute")
    stopped = lot_end.stop(acting_user=who["host"], lot=lot, reason="dispute")
    assert stopped.state == LotState.STOPPED
    again = lot_end.offer_again(acting_user=who["member"], lot=stopped)
    assert (again.follows, again.state, again.bids_from, again.papers.count()) == (stopped, "draft", None, 4)
    with pytest.raises(Impossible, match="already"):
        lot_end.offer_again(acting_user=who["member"], lot=Lot.objects.get(pk=stopped.pk))


@pytest.mark.parametrize("day", [date(2026, 9, 28)])
def test_a_working_day_is_one_of_the_calendar(day: date) -> None:
    from qinglan.auctions.lots.dates import period_end
    from qinglan.kernel.periods import Length, Unit

    since = datetime(day.year, day.month, day.day, 9, tzinfo=clock.SHANGHAI)
    end = period_end(Lot(), Length(5, Unit.WORKING_DAY), since)
    assert end == datetime(2026, 10, 11, tzinfo=clock.SHANGHAI)
