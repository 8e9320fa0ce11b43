"""Which payments a bank line may belong to: reasons, spread, and never more than there is."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.settling.matching import Line, OpenCharge, Proposal, certain, folded, propose

DAY = date(2026, 6, 12)
BUYER = "缙云化工（演示）有限公司"


def _charge(key: int, open_: int, contract: str = "HT-2026-000001", **changes: object) -> OpenCharge:
    values: dict[str, object] = {
        "key": key, "contract": contract, "place": key, "open": open_, "due_on": DAY, "payers": (BUYER,),
        "numbers": (contract,), "title": "含盐废水降 COD",
    }  # fmt: skip
    return OpenCharge(**{**values, **changes})  # type: ignore[arg-type]


def _line(amount: int, party: str = BUYER, text: str = "") -> Line:
    return Line(amount, DAY, party, text)


def test_number_payer_amount_and_day_speak_for_one_contract() -> None:
    found = propose(_line(200, text="ht2026000001 首付款"), [_charge(1, 200), _charge(2, 300)])
    assert found == [
        Proposal("HT-2026-000001", ((1, 200),), 140, ("number", "payer", "amount", "day"), 0, False)
    ]
    assert certain(found) == found[0]


def test_an_amount_over_several_milestones_is_spread() -> None:
    charges = [_charge(1, 100), _charge(2, 200), _charge(3, 300)]
    assert propose(_line(500), charges)[0].spread == ((2, 200), (3, 300))
    assert propose(_line(250), charges)[0].spread == ((1, 100), (2, 150))


def test_more_than_is_owed_is_left_and_not_certain() -> None:
    found = propose(_line(700), [_charge(1, 600)])
    assert (found[0].spread, found[0].left, certain(found)) == (((1, 600),), 100, None)


def test_two_contracts_of_one_payer_and_amount_are_for_a_person() -> None:
    found = propose(_line(200), [_charge(1, 200), _charge(2, 200, "HT-2026-000002")])
    assert [one.contract for one in found] == ["HT-2026-000001", "HT-2026-000002"]
    assert certain(found) is None


def test_a_cancelled_contract_is_named_but_never_certain() -> None:
    found = propose(_line(200, text="HT-2026-000001"), [_charge(1, 200, is_stopped=True)])
    assert (found[0].is_stopped, certain(found)) == (True, None)


def test_a_like_name_alone_is_a_hint_and_an_amount_alone_nothing() -> None:
    hint = propose(_line(200, party="缙云化工"), [_charge(1, 200)])
    assert (hint[0].reasons, certain(hint)) == (("like_payer", "amount", "day"), None)
    assert propose(_line(200, party="另一家公司"), [_charge(1, 200)]) == []


def test_numbers_are_compared_as_people_write_them() -> None:
    assert folded("ＨＴ－2026 000001（首付）") == "HT2026000001首付"


OPEN = st.lists(st.integers(min_value=0, max_value=10**10), min_size=1, max_size=8)


@given(st.integers(min_value=1, max_value=10**11), OPEN)
def test_nothing_is_spread_that_is_not_there(amount: int, opens: list[int]) -> None:
    charges = [_charge(key, open_) for key, open_ in enumerate(opens, 1)]
    for one in propose(_line(amount), charges):
        assert sum(part for _key, part in one.spread) + one.left == amount
        assert one.left >= 0
        assert all(0 < part <= opens[key - 1] for key, part in one.spread)
        if one.left:  # every payment is full before anything is left over
            assert sum(part for _key, part in one.spread) == sum(opens)
