"""What results ask of the organiser: reckon, put on notice, rule on objections, see the signing through."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.auctions.lots.todos import LOT, ask_organiser, close
from qinglan.auctions.models import CommitteeMember, Lot, ResultObjection, Signing
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind

POST = register_kind("auctions.post_result", _("Put the result of a lot on public notice")).name
RULE = register_kind("auctions.rule_on_objection", _("Rule on an objection to a result")).name
SIGN = register_kind("auctions.settle_signing", _("See that the winner of a lot signs")).name
COMMITTEE = register_kind("auctions.name_committee", _("Name the committee of a selection")).name
JUDGE = register_kind("auctions.judge", _("Give points to the offers of a selection")).name
OBJECTION = "auctions.objection"


def notice_wanted(acting_user: Any, lot: Lot) -> None:
    """The result waits for its notice."""
    ask_organiser(acting_user, POST, lot)


def notice_posted(acting_user: Any, lot: Lot) -> None:
    """It is on notice."""
    close(acting_user, POST, lot, "auctions.result-noticed")


def ruling_wanted(acting_user: Any, lot: Lot, objection: ResultObjection) -> None:
    """An objection waits."""
    open_todo(
        acting_user=acting_user,
        kind=RULE,
        subject=Subject(
            OBJECTION,
            objection.pk,
            f"{lot.number} {lot.title}",
            reverse("auctions:rule", args=[objection.pk]),
        ),
        to=to_organisation(lot.organiser, role=MEMBER),
    )


def ruled(acting_user: Any, objection: ResultObjection) -> None:
    """It was ruled on."""
    close_todos(
        acting_user=acting_user, kind=RULE, subject_type=OBJECTION, subject_key=objection.pk,
        by_act="auctions.objection-ruled",
    )  # fmt: skip


def signing_wanted(acting_user: Any, lot: Lot, signing: Signing) -> None:
    """The winner signs until the end of the period."""
    ask_organiser(acting_user, SIGN, lot, due_at=signing.sign_until)


def signing_settled(acting_user: Any, lot: Lot) -> None:
    """He signed, or is in default."""
    close(acting_user, SIGN, lot, "auctions.lot-signed")


def points_wanted(acting_user: Any, lot: Lot, member: CommitteeMember) -> None:
    """A member of the committee gives points."""
    open_todo(
        acting_user=acting_user,
        kind=JUDGE,
        subject=Subject(
            LOT, lot.pk, f"{lot.number} {lot.title}", reverse("auctions:judge", args=[lot.number])
        ),
        to=to_user(member.person),
    )


def points_handed_in(acting_user: Any, lot: Lot, person: Any) -> None:
    """One member has handed in or stepped back."""
    close_todos(
        acting_user=acting_user, kind=JUDGE, subject_type=LOT, subject_key=lot.pk, by_act="auctions.judge",
        to=to_user(person),
    )  # fmt: skip


def committee_wanted(acting_user: Any, lot: Lot) -> None:
    """A member stepped back: the committee is named anew."""
    ask_organiser(acting_user, COMMITTEE, lot)


def committee_named(acting_user: Any, lot: Lot) -> None:
    """It is complete."""
    close(acting_user, COMMITTEE, lot, "auctions.committee-complete")


def points_given(acting_user: Any, lot: Lot) -> None:
    """The points were fixed: nobody gives any more."""
    close(acting_user, JUDGE, lot, "auctions.scores-fixed")
