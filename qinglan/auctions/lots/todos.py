"""What a lot asks of its organiser: check it, answer questions, look at applications."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Lot
from qinglan.kernel.todos.addressee import MEMBER, to_organisation
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind

CHECK = register_kind("auctions.check_lot", _("Check a lot and disclose it")).name
ANSWER = register_kind("auctions.answer_question", _("Answer a question about a lot")).name
APPLICATIONS = register_kind("auctions.look_at_bidders", _("Look at an application to bid")).name
LOT = "auctions.lot"


def check_wanted(acting_user: Any, lot: Lot) -> None:
    """The organiser checks it, and discloses or returns it."""
    ask_organiser(acting_user, CHECK, lot, asked_by=to_organisation(lot.owner, role=MEMBER))


def checked(acting_user: Any, lot: Lot, act: str) -> None:
    """He did, or the owner took it back."""
    close(acting_user, CHECK, lot, act)


def answer_wanted(acting_user: Any, lot: Lot) -> None:
    """A question waits; one to-do for all of a lot."""
    ask_organiser(acting_user, ANSWER, lot)


def answered(acting_user: Any, lot: Lot) -> None:
    """None waits any more."""
    close(acting_user, ANSWER, lot, "auctions.answer_question")


def look_wanted(acting_user: Any, lot: Lot) -> None:
    """An application waits; one to-do for all of a lot, which names nobody."""
    ask_organiser(acting_user, APPLICATIONS, lot, due_at=lot.bids_from)


def looked_at(acting_user: Any, lot: Lot) -> None:
    """None waits any more."""
    close(acting_user, APPLICATIONS, lot, "auctions.qualify")


def give_up(acting_user: Any, lot: Lot, act: str) -> None:
    """The lot was stopped: nobody needs to do any of this."""
    for kind in (CHECK, ANSWER, APPLICATIONS):
        withdraw_todos(acting_user=acting_user, kind=kind, subject_type=LOT, subject_key=lot.pk, by_act=act)


def ask_organiser(acting_user: Any, kind: str, lot: Lot, **more: Any) -> None:
    """Open a to-do of `kind` about a lot for its organiser, within the caller's transaction."""
    open_todo(
        acting_user=acting_user,
        kind=kind,
        subject=Subject(LOT, lot.pk, f"{lot.number} {lot.title}", lot.get_absolute_url()),
        to=to_organisation(lot.organiser, role=MEMBER),
        **more,
    )


def close(acting_user: Any, kind: str, lot: Lot, act: str) -> None:
    """Close the to-dos of `kind` about a lot, which `act` has done, within the caller's transaction."""
    close_todos(acting_user=acting_user, kind=kind, subject_type=LOT, subject_key=lot.pk, by_act=act)
