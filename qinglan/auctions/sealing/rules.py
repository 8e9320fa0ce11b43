"""Who names openers, holds a key, opens, and puts an envelope in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.auctions.lots.rules import is_organiser_of_lot, is_owner_of_lot
from qinglan.auctions.models import Lot
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_the_system
from qinglan.parties import holding
from qinglan.parties.models import Organisation


@dataclass(frozen=True)
class Sealing:
    """What the permission to put an envelope in is about: which lot, for which organisation."""

    lot: Lot
    organisation: Organisation


@predicate  # type: ignore[untyped-decorator]
def is_this_opener(user: Any, opener: Any) -> bool:
    """He is the opener, and was not replaced."""
    return opener is not None and opener.replaced_at is None and opener.person_id == getattr(user, "pk", None)


@predicate  # type: ignore[untyped-decorator]
def opens_lot(user: Any, lot: Any) -> bool:
    """One of its three openers."""
    key = getattr(user, "pk", None)
    return lot is not None and key is not None and lot.openers.filter(person=key, replaced_at=None).exists()


@predicate  # type: ignore[untyped-decorator]
def represents_bidder(user: Any, sealing: Any) -> bool:
    """Does business for the organisation in whose name the envelope is put in."""
    return sealing is not None and holding.represents(user, sealing.organisation)


@predicate  # type: ignore[untyped-decorator]
def represents_somebody(user: Any, subject: Any) -> bool:
    """Does business for some organisation."""
    return getattr(user, "pk", None) is not None and holding.organisations_represented_by(user).exists()


declare(
    "auctions.name_openers",
    is_active & is_organiser_of_lot,
    refusal=_("Only the organiser of the lot names its openers."),
)
declare(
    "auctions.keep_opening_key",
    is_active & is_this_opener,
    refusal=_("Only the opener himself does this; log in with his account."),
)
declare(
    "auctions.open_envelopes",
    is_active & (opens_lot | is_organiser_of_lot),
    refusal=_("Only the openers of the lot and its organiser do this."),
)
declare(
    "auctions.let_bidders_open",
    is_active & is_organiser_of_lot,
    refusal=_("Only the organiser of the lot does this."),
)
declare(
    "auctions.put_in_envelope",
    is_active & represents_bidder,
    refusal=_("Only who does business for the organisation puts in an envelope in its name."),
)
declare(
    "auctions.use_own_envelope",
    is_active & represents_somebody,
    refusal=_("Log in as who does business for the organisation that sent the envelope."),
)
declare(
    "auctions.read_offers",
    is_active & (is_organiser_of_lot | is_owner_of_lot),
    refusal=_("Files of offers are read by the owner and the organiser of the lot, after the opening."),
)
declare(
    "auctions.make_decoys",
    is_the_system,
    refusal=_("Only the system itself does this."),
)
