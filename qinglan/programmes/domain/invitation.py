"""The answer to an invitation through a link to this one task, without a login."""

from typing import Any

from django.db import transaction

from qinglan.kernel.messages.domain.link import open_link, use_link
from qinglan.kernel.messages.models import TaskLink
from qinglan.programmes.domain.seat import answer_seat
from qinglan.programmes.models import Seat, Way
from qinglan.programmes.panels.told import PURPOSE, subject_of


def seat_of_link(token: str) -> Seat:
    """The seat that a link was made for. Raises LinkClosed for one that is unknown, old or used."""
    return _seat(open_link(token))


@transaction.atomic
def answer_by_link(*, token: str, code: str, accepts: bool, reason: str) -> Seat:
    """Use up the link with its code and answer as the person whom it names.

    Raises LinkClosed, WrongCode; otherwise as `answer_seat`.
    """
    link = open_link(token)
    seat = _seat(link)
    use_link(token, code=code, purpose=PURPOSE, subject=subject_of(seat))
    who: Any = link.user
    return answer_seat(acting_user=who, seat=seat, accepts=accepts, way=Way.PAGE, reason=reason)


def _seat(link: TaskLink) -> Seat:
    rows = Seat.objects.select_related("panel__round__version__programme", "entry__expert__user")
    return rows.get(pk=int(link.subject.partition(":")[2]))
