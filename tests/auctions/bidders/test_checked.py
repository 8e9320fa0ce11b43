"""What is accepted, as the script of strangers checks it: from the verbs to an export that is sound."""

from pathlib import Path
from typing import Any

from qinglan.auctions.domain import acceptance, result
from qinglan.auctions.models import Lot, LotState
from qinglan.auctions.results.queries import result_in_force
from qinglan.parties.domain.account import system_user
from tests.auctions.bidders import made
from tests.auctions.lots import made as lots
from tests.auctions.results.test_verify import checked, exported

Who = dict[str, Any]


def settled(lot: Lot) -> Lot:
    """With its result, where none was reckoned yet."""
    lot.refresh_from_db()
    if lot.state == LotState.CLOSED and result_in_force(lot) is None:
        result.determine(acting_user=system_user(), lot=lot)
    return lot


def test_an_accepted_price_an_agreed_one_and_a_licence_are_sound(who: Who, tmp_path: Path) -> None:
    fixed = lots.disclosed(who, mode="fixed", deposit=0)
    row = made.admitted(who, fixed)
    made.open_now(fixed)
    acceptance.accept_price(acting_user=who["bidders"][0], bidder=row, key="a")
    agreed = lots.disclosed(
        who, mode="agreed", buyer=who["firms"][0], disclosure_days=15, deposit=0, transfer_mode="sole"
    )
    licence = lots.disclosed(
        who, mode="open_licence", deposit=0, transfer_mode="open", disclosure_days=1, reserve=None
    )
    made.open_now(licence)
    for place in range(2):
        acceptance.take_licence(
            acting_user=who["bidders"][place], lot=licence, organisation=who["firms"][place]
        )
    found = [checked(exported(settled(lot)), tmp_path) for lot in (fixed, agreed, licence)]
    assert [code for code, _said in found] == [0, 0, 0], found
    assert [who["firms"][0].name in said for _code, said in found] == [True, True, False]
