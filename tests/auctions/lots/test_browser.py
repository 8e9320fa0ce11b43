"""The pages of lots and bidders in Chromium, on a desk and on a phone: accessible, quiet, no wider than the window."""

from typing import Any

import pytest

from qinglan.auctions.domain import lot_question
from tests.auctions.bidders import made as bidders
from tests.auctions.lots import made
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")])
def test_every_page_is_accessible_quiet_and_fits_its_window(
    visit: Any, size: dict[str, int], language: str
) -> None:
    who = made.people()
    draft = made.with_papers(who, made.draft(who, transfer_mode="exclusive"))
    lot = made.disclosed(who)
    question = lot_question.ask(acting_user=who["stranger"], lot=lot, text="包含改进成果吗？")
    row, other = bidders.applied(who, lot), bidders.admitted(who, lot, 1)
    fixed = made.disclosed(who, mode="fixed", deposit=0, transfer_mode="service")
    bidders.admitted(who, fixed, 0)
    bidders.open_now(fixed)
    licence = made.disclosed(
        who, mode="open_licence", deposit=0, transfer_mode="open", disclosure_days=1, training=True
    )
    bidders.open_now(licence)
    here, technology = f"/auctions/{lot.number}/", who["technology"].pk
    pages = (
        (None, ["/auctions/", here, f"/auctions/{licence.number}/"]),
        (
            who["member"],
            [
                "/auctions/mine/",
                "/auctions/new/",
                f"/auctions/new/technology/{technology}/",
                *(f"/auctions/{draft.number}/{page}" for page in ("", "edit/", "papers/")),
            ],
        ),
        (
            who["host"],
            [
                "/auctions/organised/",
                *(f"{here}{page}" for page in ("", "amend/", "stop/", "bidders/")),
                f"{here}questions/{question.pk}/answer/",
                *(f"/auctions/bidders/{row.pk}/{page}" for page in ("", "return/", "refuse/")),
                f"/auctions/bidders/{other.pk}/exclude/",
            ],
        ),
        (
            who["bidders"][0],
            [
                f"{here}ask/",
                f"/auctions/{fixed.number}/accept/",
                f"/auctions/{licence.number}/take/",
                f"/auctions/{licence.number}/apply/",
                f"/auctions/bidders/{row.pk}/correct/",
            ],
        ),
    )
    findings = {}
    visitor = visit(size)
    for user, addresses in pages:
        visitor.enter(user, language)
        for address in addresses:
            findings |= visitor.what_is_wrong(address)
    assert findings == {}
