"""What banks and firms have to do about watch lists and requests for data."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.todos.addressee import MEMBER, to_organisation
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.parties.models import Organisation
from qinglan.programmes.models import DataGrant

NOTE = register_kind(
    "programmes.note_alerts", gettext_lazy("Look at what changed on the watch list"), announced=False
).name
"""Announced by the alert itself, which says more."""
ANSWER = register_kind(
    "programmes.answer_data_request", gettext_lazy("Answer a bank that asks for data"), announced=False
).name
WATCH_LIST, GRANT = "programmes.watchlist", "programmes.datagrant"


def alerted(acting_user: Any, bank: Organisation) -> None:
    """Something on the bank's watch list changed: one to-do, however much it is."""
    with translation.override("en"):
        name_en = _("Watch list of %(bank)s") % {"bank": bank.name}
    with translation.override("zh-hans"):
        name = _("Watch list of %(bank)s") % {"bank": bank.name}
    open_todo(
        acting_user=acting_user,
        kind=NOTE,
        subject=Subject(WATCH_LIST, bank.pk, name, reverse("checking:watch"), name_en),
        to=to_organisation(bank, role=MEMBER),
    )


def noted(acting_user: Any, bank: Organisation) -> None:
    """All alerts of the bank were noted."""
    close_todos(
        acting_user=acting_user, kind=NOTE, subject_type=WATCH_LIST, subject_key=bank.pk,
        by_act="programmes.keep_watch",
    )  # fmt: skip


def asked(acting_user: Any, grant: DataGrant) -> None:
    """The firm has a request to answer; the bank waits."""
    open_todo(
        acting_user=acting_user,
        kind=ANSWER,
        subject=Subject(GRANT, grant.pk, grant.bank.name, grant.get_absolute_url()),
        to=to_organisation(grant.firm),
        asked_by=to_organisation(grant.bank, role=MEMBER),
    )


def answered(acting_user: Any, grant: DataGrant) -> None:
    """The firm answered."""
    close_todos(
        acting_user=acting_user, kind=ANSWER, subject_type=GRANT, subject_key=grant.pk,
        by_act="programmes.answer_data_request",
    )  # fmt: skip


def cancelled(acting_user: Any, grant: DataGrant) -> None:
    """The bank took it back: nobody needs to answer."""
    withdraw_todos(
        acting_user=acting_user, kind=ANSWER, subject_type=GRANT, subject_key=grant.pk,
        by_act="programmes.cancel_data_request",
    )  # fmt: skip
