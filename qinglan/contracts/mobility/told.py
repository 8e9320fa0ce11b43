"""What the person, the unit and the firm are told about an arrangement."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Mobility
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of

MOVED = register(
    "contracts.mobility_moved",
    _("%(title)s: %(state)s"),
    _("The arrangement %(title)s is now: %(state)s. %(reason)s Open it to see what comes next."),
).name
EXTENSION = register(
    "contracts.mobility_extension",
    _("Longer term of %(title)s: %(state)s"),
    _("The longer term of %(title)s until %(until)s: %(state)s. %(answer)s"),
).name


def moved(acting_user: Any, row: Mobility) -> None:
    """The person and the people of the firm, without whoever did it."""
    _send(acting_user, row, MOVED, state=str(row.get_state_display()), reason=row.reason)


def extension(acting_user: Any, row: Mobility, until: str, state: str, answer: str) -> None:
    """The same."""
    _send(acting_user, row, EXTENSION, until=until, state=state, answer=answer)


def _send(acting_user: Any, row: Mobility, template: str, **more: str) -> None:
    people = {row.person} if row.person is not None else set()
    if row.firm is not None:
        people |= set(people_of(row.firm, *ACTS))
    send_message(
        acting_user=acting_user,
        recipients=sorted((one for one in people if one.pk != acting_user.pk), key=lambda one: one.pk),
        template=template,
        values={"title": str(row), **more},
        url=row.get_absolute_url(),
    )
