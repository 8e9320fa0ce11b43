"""Verb: invite the holders of awards that are due to a round of re-evaluation."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.models import Message
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes import recorded
from qinglan.programmes.domain.round_chase import Chased
from qinglan.programmes.domain.round_state import accepts, locked, said
from qinglan.programmes.messages import EVALUATION_OPEN
from qinglan.programmes.models import Round, RoundState
from qinglan.programmes.queries.re_evaluation import awards_due
from qinglan.programmes.rounds import events as round_events


@transaction.atomic
def invite_to_re_evaluation(*, acting_user: Any, round: Round) -> Chased:
    """Tell the holders of the awards that this round takes and that nobody has begun with, once for each round.

    Raises PermissionRefused; Impossible for a round that is over, or that isn't one of re-evaluation.
    """
    permissions.require(acting_user, "programmes.invite", round)
    one = locked(round)
    if one.re_evaluates_by is None:
        raise Impossible(_("This round isn't one of re-evaluation."))
    if one.state != RoundState.ANNOUNCED and not accepts(one, clock.now()):
        raise Impossible(_("The round is not open, so there is nothing to invite to."))
    invited = already = without = 0
    for award in awards_due(one).filter(status__isnull=True):
        url = f"{award.get_absolute_url()}re-evaluate/?round={one.pk}"
        people = list(people_of(award.holder, *ACTS))
        if not people:
            without += 1
            continue
        if Message.objects.filter(template=EVALUATION_OPEN, url=url).exists():
            already += 1
            continue
        send_message(
            acting_user=acting_user,
            recipients=people,
            template=EVALUATION_OPEN,
            values={
                "award": f"{award.version.title_zh} {award.number}",
                "round": one.title,
                "due": award.re_evaluate_on.isoformat() if award.re_evaluate_on else "—",
                "closes": said(one.closes_at),
            },
            url=url,
        )
        invited += 1
    if invited:
        recorded.record_round(acting_user, round_events.INVITED_TO_EVALUATION, one, awards=invited)
    return Chased(invited, already, without)
