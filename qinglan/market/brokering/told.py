"""What clients, sides and brokers are told, and what they have to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.kernel.todos.addressee import MEMBER, to_organisation
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind
from qinglan.market.models.brokering import Introduction, Mandate

ANSWER = register_kind("brokering.answer_mandate", _("Answer a broker's mandate")).name
CONFIRM = register_kind("brokering.confirm_introduction", _("Confirm that a broker acts for both sides")).name
SETTLED = register(
    "brokering.settled", _("%(what)s: %(state)s"), _("%(what)s is now: %(state)s. Open its page for more.")
).name


def ask_client(acting_user: Any, mandate: Mandate) -> None:
    """Ask the client for its answer, within the caller's transaction."""
    open_todo(
        acting_user=acting_user,
        kind=ANSWER,
        subject=Subject("market.mandate", mandate.pk, str(mandate), mandate.get_absolute_url()),
        to=to_organisation(mandate.client_id, role=MEMBER),
    )


def ask_side(acting_user: Any, one: Introduction, side: str) -> None:
    """Ask the owner on one side whether the broker may act for both, within the caller's transaction."""
    owner = getattr(one, side).owner_id
    open_todo(
        acting_user=acting_user,
        kind=CONFIRM,
        subject=Subject(f"market.introduction.{side}", one.pk, str(one), one.get_absolute_url()),
        to=to_organisation(owner, role=MEMBER),
    )


def done(acting_user: Any, kind: str, subject_type: str, key: int, act: str) -> None:
    """Close what was asked, within the caller's transaction."""
    close_todos(acting_user=acting_user, kind=kind, subject_type=subject_type, subject_key=key, by_act=act)


def tell_broker(acting_user: Any, one: Mandate | Introduction) -> None:
    """Tell the broker how it stands, within the caller's transaction."""
    if one.broker.user is not None:
        send_message(
            acting_user=acting_user,
            recipients=[one.broker.user],
            template=SETTLED,
            values={"what": str(one), "state": str(one.get_state_display())},
            url=one.get_absolute_url(),
        )
