"""What happens to rounds and cases, as events. Each case has a stream ``case:<key>``, each round ``round:<key>``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.events.appending import Entry, append_many
from qinglan.programmes.models import Case, Round
from qinglan.programmes.seeing import OFFICES, cases_handled_by, cities_followed_by

_gathered: ContextVar[list[tuple[str, Entry]] | None] = ContextVar("gathered", default=None)
ITEM_OPENED = events.register_kind(
    "programmes.item-opened", _("A case came to a step: which, whose turn it is, until when.")
).name
ITEM_CLOSED = events.register_kind(
    "programmes.item-closed", _("A step of a case was done: with which outcome, by which clause.")
).name
JUDGED = events.register_kind(
    "programmes.requirement-judged",
    _("A person judged a condition of a case: which, met or not, on what ground."),
).name
CORRECTION_ASKED = events.register_kind(
    "programmes.correction-asked", _("A correction was asked for: each point with its clause, until when.")
).name
REPLY_ENTERED = events.register_kind(
    "programmes.reply-entered",
    _("A department's reply was entered: which, about what, why, from which source."),
).name
DECISION_PREPARED = events.register_kind(
    "programmes.decision-prepared", _("A decision on a case was prepared: verdict, reason, clause.")
).name
DECISION_RELEASED = events.register_kind(
    "programmes.decision-released", _("A decision on a case was released: verdict, reason, clause.")
).name
BATCH_RELEASED = events.register_kind(
    "programmes.batch-released",
    _("Decisions of a round were released together: how many of each, on what basis."),
).name
AWARDED = events.register_kind(
    "programmes.awarded", _("A case became an award: number, holder, days of validity.")
).name
CERTIFIED = events.register_kind(
    "programmes.certified", _("The certificate of an award was issued: its code and digest.")
).name
DUE_LATER = events.register_kind(
    "programmes.due-later", _("What an applicant has to do may be done later, after an outage: until when.")
).name
CASE_ENDED = events.register_kind("programmes.case-ended", _("A case came to its end: which one.")).name


def _rounds(user: Any) -> QuerySet[Round]:
    return Round.objects.filter(version__programme__territory__in=cities_followed_by(user, *OFFICES))


events.register_rows("case", _("Cases"), rows=cases_handled_by)
events.register_rows("round", _("Rounds"), rows=_rounds)


def record(acting_user: Any, kind: str, case: Case, /, **payload: Any) -> None:
    """Append an event about `case`, within the caller's transaction; where `gathered` runs, at its end."""
    stream, waiting = f"case:{case.pk}", _gathered.get()
    if waiting is not None:
        waiting.append((stream, Entry(kind, payload)))
        return
    events.append(stream=stream, kind=kind, payload=payload, actor=acting_user)


@contextmanager
def gathered(acting_user: Any) -> Iterator[None]:
    """For one act of one person on many cases, within the caller's transaction: append their events together, at the end."""
    if _gathered.get() is not None:
        yield
        return
    waiting: list[tuple[str, Entry]] = []
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    append_many(entries=waiting, actor=acting_user)


def record_round(acting_user: Any, kind: str, one: Round, /, **payload: Any) -> None:
    """Append an event about a round, within the caller's transaction."""
    events.append(stream=f"round:{one.pk}", kind=kind, payload=payload, actor=acting_user)
