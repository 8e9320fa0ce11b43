"""What people are told about results: winner, owner, organiser, who objected."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Bidder, Lot, LotResult, ResultObjection, Signing
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.kernel.web.dates import minute
from qinglan.parties.holding import ACTS, people_of

ANNOUNCED = register(
    "auctions.announced",
    _("Result on public notice: %(title)s"),
    _("The result of %(title)s is on public notice. Anybody may object until it ends."),
).name
TO_SIGN = register(
    "auctions.to_sign",
    _("To be signed: %(title)s"),
    _("The notice of %(title)s ended without an upheld objection. Both sides sign by %(until)s."),
).name
FAILED = register(
    "auctions.failed", _("No deal: %(title)s"), _("%(title)s ended without a winner: %(reason)s")
).name
RULED = register(
    "auctions.ruled",
    _("Your objection was ruled on: %(title)s"),
    _("Your objection to the result of %(title)s: %(ruling)s. %(answer)s"),
).name
DEFAULTED = register(
    "auctions.defaulted",
    _("Not signed: %(title)s"),
    _("The winner of %(title)s did not sign. Look at the lot for what follows."),
).name
CONCLUDED = register(
    "auctions.concluded",
    _("Concluded: %(title)s"),
    _("%(title)s is concluded. The contract and its registration come next."),
).name


def announced(acting_user: Any, lot: Lot, result: LotResult) -> None:
    """Owner, winner and everybody who bid by a number."""
    people = {*_sides(lot, result)}
    people |= {
        one.person for one in Bidder.objects.filter(lot=lot, number__isnull=False).select_related("person")
    }
    _send(acting_user, people, ANNOUNCED, lot)


def to_sign(acting_user: Any, lot: Lot, result: LotResult, signing: Signing) -> None:
    """Both sides."""
    _send(acting_user, _sides(lot, result), TO_SIGN, lot, until=minute(signing.sign_until))


def failed(acting_user: Any, lot: Lot, result: LotResult) -> None:
    """The owner, and who had won where somebody had."""
    _send(acting_user, _sides(lot, result), FAILED, lot, reason=lot.reason)


def ruled(acting_user: Any, lot: Lot, objection: ResultObjection) -> None:
    """Who objected."""
    _send(
        acting_user,
        [objection.filed_by],
        RULED,
        lot,
        ruling=str(objection.get_state_display()),
        answer=objection.answer,
    )


def defaulted(acting_user: Any, lot: Lot, result: LotResult) -> None:
    """Both sides."""
    _send(acting_user, _sides(lot, result), DEFAULTED, lot)


def concluded(acting_user: Any, lot: Lot, result: LotResult) -> None:
    """Both sides."""
    _send(acting_user, _sides(lot, result), CONCLUDED, lot)


def _sides(lot: Lot, result: LotResult) -> list[Any]:
    people = list(people_of(lot.owner, *ACTS))
    if result.organisation is not None:
        people += list(people_of(result.organisation, *ACTS))
    return people


def _send(acting_user: Any, people: Iterable[Any], template: str, lot: Lot, **more: str) -> None:
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=template,
        values={"title": f"{lot.number} {lot.title}", **more},
        url=lot.get_absolute_url(),
    )
