"""Verb: certify an outage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.outages.models import CertifiedOutage
from qinglan.kernel.outages.recorded import CERTIFIED, STREAM
from qinglan.kernel.periods import Outage

Extend = Callable[[Any, Outage, str], int]
EXTENDS: list[Extend] = []
"""What higher floors enter: given the acting user, the outage and the words for it, extend what ends in its
reach, within the caller's transaction, and say how many periods that were."""


@transaction.atomic
def certify_outage(*, acting_user: Any, began: datetime, ended: datetime, what: str) -> CertifiedOutage:
    """Certify that the service was not to be reached, and extend by rule all that ended meanwhile or soon after.

    Raises PermissionRefused; Impossible for an outage that isn't over, ends before it begins, says nothing,
    or overlaps one that was certified (each extends once).
    """
    permissions.require(acting_user, "outages.certify")
    now = clock.now()
    if ended <= began:
        raise Impossible(_("An outage ends after it begins."), field="ended")
    if ended > now:
        raise Impossible(_("Certify an outage when it is over."), field="ended")
    if not what.strip():
        raise Impossible(_("Say what happened, in words that an applicant understands."), field="what")
    with transaction.atomic():
        _one_at_a_time()
        other = CertifiedOutage.objects.filter(began__lt=ended, ended__gt=began).first()
        if other is not None:
            raise Impossible(
                _("It overlaps the outage of %(day)s, which was certified already. Certify the rest only.")
                % {"day": f"{other.began.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"},
                field="began",
            )
        outage = Outage(began, ended)
        extended = sum(extend(acting_user, outage, what.strip()) for extend in EXTENDS)
        made = CertifiedOutage.objects.create(
            began=began, ended=ended, what=what.strip()[:300], certified_at=now, certified_by=acting_user,
            extended=extended,
        )  # fmt: skip
        payload = {"outage": made.pk, "began": began, "ended": ended, "extended": extended}
        events.append(stream=STREAM, kind=CERTIFIED, payload=payload, actor=acting_user)
    return made


def _one_at_a_time() -> None:
    """Two who certify the same outage follow each other."""
    wait_turn("outages.certify")
