"""Verb: remind those who have begun an application and not submitted it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes import recorded
from qinglan.programmes.domain.round_state import accepts, locked, said
from qinglan.programmes.messages import CHASE
from qinglan.programmes.models import Case, Round, RoundChase
from qinglan.programmes.queries.round import drafts_followed_by
from qinglan.programmes.rounds import events as round_events


@dataclass(frozen=True)
class Chased:
    """How many cases were reminded of, how many had been today already, how many have nobody to remind."""

    cases: int
    already: int
    without_people: int


@transaction.atomic
def chase(*, acting_user: Any, round: Round, case: Case | None = None) -> Chased:
    """Send a message to the people of each case of the officer's scope that was begun and not submitted.

    Once a day for each case, whoever asks. Raises PermissionRefused; Impossible for a round that isn't open.
    """
    permissions.require(acting_user, "programmes.chase", round)
    one = locked(round)
    now = clock.now()
    if not accepts(one, now):
        raise Impossible(_("The round is not open, so there is nothing to remind of."))
    found = drafts_followed_by(acting_user, one).select_related("applicant")
    found = found.filter(pk=case.pk) if case else found
    day = clock.today()
    done = set(RoundChase.objects.filter(round=one, on=day).values_list("case", flat=True))
    reminded = without = already = 0
    for draft in found.order_by("pk"):
        if draft.pk in done:
            already += 1
            continue
        people = list(people_of(draft.applicant, *ACTS))
        if not people:
            without += 1
            continue
        send_message(
            acting_user=acting_user,
            recipients=people,
            template=CHASE,
            values={"round": one.title, "applicant": draft.applicant_name, "closes": said(one.closes_at)},
            url=draft.get_absolute_url(),
        )
        RoundChase.objects.create(
            round=one, case=draft, on=day, recipients=len(people), made_at=now, made_by=acting_user
        )
        reminded += 1
    if reminded:
        recorded.record_round(acting_user, round_events.CHASED, one, cases=reminded)
    return Chased(reminded, already, without)
