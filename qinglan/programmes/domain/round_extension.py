"""Verb: put off the end of a round, by an officer's reason or after an outage by rule."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.outages import reach
from qinglan.kernel.periods import Outage
from qinglan.programmes import recorded
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain.round import said_reason
from qinglan.programmes.domain.round_state import locked, said, save, seen, set_round_state
from qinglan.programmes.models import Round, RoundExtension, RoundState
from qinglan.programmes.rounds import events as round_events


@dataclass(frozen=True)
class NewEnd:
    """Either the end that the officer sets, or the outage after which the rule sets it."""

    closes_at: datetime | None = None
    outage: Outage | None = None


@transaction.atomic
def extend_round(
    *, acting_user: Any, round: Round, to: NewEnd, reason: str, seen_revision: int
) -> RoundExtension:
    """Put off the end of an announced round; one that closed opens again.

    Raises StaleEdit, PermissionRefused; Impossible where the end wouldn't be later, lies in the past, or the
    outage isn't long or near enough for the rule.
    """
    permissions.require(acting_user, "programmes.extend_round", round)
    line = said_reason(reason)
    one = seen(locked(round), seen_revision)
    now = clock.now()
    if one.state not in (RoundState.ANNOUNCED, RoundState.OPEN, RoundState.CLOSED):
        raise Impossible(_("Only a round that is announced, open or just closed can be extended."))
    end = after_outage(one.closes_at, to.outage) if to.outage else to.closes_at
    if end is None or end <= one.closes_at:
        raise Impossible(
            _("The new end must be later than the present one, {moment}.").format(moment=said(one.closes_at)),
            field="closes_at",
        )
    if end <= now:
        raise Impossible(
            _("The new end {moment} is past already.").format(moment=said(end)), field="closes_at"
        )
    made = RoundExtension.objects.create(
        round=one,
        from_moment=one.closes_at,
        to_moment=end,
        reason=line,
        outage_began=to.outage.began if to.outage else None,
        outage_ended=to.outage.ended if to.outage else None,
        made_at=now,
        made_by=acting_user,
    )
    one.closes_at = end
    save(one)
    recorded.record_round(
        acting_user, round_events.EXTENDED, one,
        before=made.from_moment, after=made.to_moment, reason=line,
        outage=[made.outage_began, made.outage_ended] if to.outage else None,
    )  # fmt: skip
    if one.state == RoundState.CLOSED:
        set_round_state(acting_user, one, RoundState.OPEN, again=True)
    desk_todos.drafts_due(acting_user, one)
    return made


def after_outage(closes_at: datetime, outage: Outage) -> datetime:
    """The end of a round after an outage, by the rule of legal periods. Impossible where the rule doesn't reach."""
    after = reach.after_outage(reach.ending_at(closes_at), outage)
    if after is None or after.ends_at is None:
        raise Impossible(
            _(
                "By the rule an outage counts that took at least {minutes} minutes of the last {hours} hours. Set another end yourself, with the reason."
            ).format(**reach.rule_in_words()),
            field="outage_began",
        )
    return after.ends_at
