"""Who may not put an envelope in, and that a refusal leaves nothing behind."""

from typing import Any

import pytest

from qinglan.auctions.models import Envelope
from qinglan.auctions.sealing import pace
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.models import Organisation
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.support.people import join

__all__ = ["home"]
pytestmark = pytest.mark.django_db


def refused(who: dict[str, Any]) -> str:
    """Why the first firm may not bid; nothing but that is left of it."""
    sealed = made.sealed(who["lot"], who["firms"][0])
    before = made.everything_stored()
    with pytest.raises(Impossible) as found:
        made.send(who, sealed, 0)
    assert made.everything_stored() == before
    return found.value.message


def test_a_firm_that_is_not_verified() -> None:
    who = made.sealed_lot()
    Organisation.objects.filter(pk=who["firms"][0].pk).update(state="suspended")
    who["firms"][0].refresh_from_db()
    assert who["firms"][0].name in refused(who)


@pytest.mark.parametrize("unit", ["owner", "organiser"])
def test_who_belongs_to_the_owner_or_the_organiser(unit: str) -> None:
    who = made.sealed_lot()
    join(who["bidders"][0], who[unit])
    assert refused(who)


def test_the_organisation_of_an_opener() -> None:
    who = made.sealed_lot()
    join(who["openers"][1], who["firms"][0])
    assert who["firms"][0].name in refused(who)


def test_who_does_no_business_for_the_firm() -> None:
    who = made.sealed_lot()
    sealed = made.sealed(who["lot"], who["firms"][0])
    who["bidders"][0] = who["stranger"]
    with pytest.raises(PermissionRefused):
        made.send(who, sealed, 0)
    assert Envelope.objects.count() == 0


def test_an_envelope_for_other_keys_or_sent_twice() -> None:
    who = made.sealed_lot()
    sealed = made.sealed(who["lot"], who["firms"][0])
    made.send(who, sealed, 0)
    assert refused_again(who, sealed)
    other = made.sealed(who["lot"], who["firms"][0])
    other.envelope["openers"] = list(reversed(other.envelope["openers"]))
    assert refused_again(who, other)


def refused_again(who: dict[str, Any], sealed: made.Sealed) -> bool:
    """Whether what was sealed is refused."""
    try:
        made.send(who, sealed, 0)
    except Impossible:
        return True
    return False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "other"),
        ("suite", "sm"),
        ("body", "!"),
        ("body", "AAAA"),
        ("commitment", "zz"),
        ("token_digest", ""),
        ("wraps", {}),
        ("wraps", {"12": "00", "13": "00", "23": "00"}),
        ("openers", "x"),
        ("more", 1),
    ],
)
def test_what_is_no_envelope(field: str, value: Any) -> None:
    who = made.sealed_lot()
    sealed = made.sealed(who["lot"], who["firms"][0])
    sealed.envelope[field] = value
    with pytest.raises(Impossible):
        assert sealed.sent


def test_who_sends_too_many_waits_and_nothing_is_kept_of_it() -> None:
    before = made.everything_stored()
    for _again in range(pace.MOST):
        pace.require(-1)
    with pytest.raises(Impossible):
        pace.require(-1)
    pace.require(-2)
    assert made.everything_stored() == before
