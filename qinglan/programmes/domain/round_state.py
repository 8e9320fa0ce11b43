"""The gate of a round, and what holds of its time."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.programmes import recorded
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.models import Round, RoundState
from qinglan.programmes.rounds import events as round_events

ALLOWED: dict[RoundState, set[RoundState]] = {
    RoundState.DRAFT: {RoundState.ANNOUNCED, RoundState.CANCELLED},
    RoundState.ANNOUNCED: {RoundState.OPEN, RoundState.CANCELLED},
    RoundState.OPEN: {RoundState.CLOSED, RoundState.CANCELLED},
    RoundState.CLOSED: {RoundState.OPEN, RoundState.FINISHED},
    RoundState.FINISHED: set(),
    RoundState.CANCELLED: set(),
}
_KINDS = {
    RoundState.ANNOUNCED: round_events.ANNOUNCED,
    RoundState.OPEN: round_events.OPENED,
    RoundState.CLOSED: round_events.CLOSED,
    RoundState.CANCELLED: round_events.CANCELLED,
    RoundState.FINISHED: round_events.FINISHED,
}


def locked(one: Round | int) -> Round:
    """The round, locked until the caller's transaction ends. Lock a round before its cases."""
    key = one.pk if isinstance(one, Round) else one
    rows = Round.objects.select_related("version__programme").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=key)


def seen(one: Round, revision: int) -> Round:
    """The locked round, if it is still as it was seen; else StaleEdit."""
    require_unchanged(revision, one)
    return one


def set_round_state(acting_user: Any, one: Round, to: RoundState, /, **payload: Any) -> None:
    """Bring the locked round to another state, within the caller's transaction.

    1. Refuses a step that there isn't (Impossible). 2. Writes state and revision. 3. Appends the event.
    4. The to-dos of who has begun and not submitted follow.
    """
    if to not in ALLOWED[RoundState(one.state)]:
        raise Impossible(
            _("A round that is “{state}” can't become “{to}”.").format(
                state=RoundState(one.state).label, to=to.label
            )
        )
    one.state = to
    save(one)
    recorded.record_round(acting_user, _KINDS[to], one, **payload)
    if to in (RoundState.CLOSED, RoundState.CANCELLED):
        desk_todos.drafts_due(acting_user, one)


def save(one: Round) -> None:
    """Write the locked round with the next revision."""
    one.revision += 1
    one.save()


def accepts(one: Round, moment: datetime) -> bool:
    """Whether applications come in at `moment`, by the round's own days; the job that turns rounds plays no part."""
    awaited = one.state in (RoundState.ANNOUNCED, RoundState.OPEN)
    return awaited and one.opens_at <= moment < one.closes_at


def require_accepting(one: Round, moment: datetime) -> None:
    """Raise Impossible, which says since when or until when, unless the locked round takes applications."""
    if accepts(one, moment):
        return
    if one.state == RoundState.CANCELLED:
        raise Impossible(_("“{round}” was cancelled. Nothing can be handed in.").format(round=one.title))
    if one.state == RoundState.DRAFT:
        raise Impossible(_("“{round}” has not been announced yet.").format(round=one.title))
    if moment < one.opens_at:
        raise Impossible(
            _("“{round}” opens at {moment}. Come back then.").format(
                round=one.title, moment=said(one.opens_at)
            )
        )
    raise Impossible(
        _(
            "“{round}” closed at {moment}; it is {now} now. Your draft is kept. Ask the office whether the round is extended, or use it for the next round."
        ).format(round=one.title, moment=said(one.closes_at), now=said(moment, seconds=True))
    )


def said(moment: datetime, *, seconds: bool = False) -> str:
    """A moment in Beijing time, as messages write it."""
    return moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
