"""Verb: set the quotas of a round, by territory or by recommending body."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.programmes import recorded
from qinglan.programmes.domain.round_state import locked, save, seen
from qinglan.programmes.models import Case, Round, RoundQuota, RoundState
from qinglan.programmes.rounds import events as round_events


@dataclass(frozen=True)
class Quota:
    """A district or a body, and how many cases it may put forward; None is no limit."""

    of: Territory | Organisation
    number: int | None


@transaction.atomic
def set_quotas(*, acting_user: Any, round: Round, quotas: Iterable[Quota], seen_revision: int) -> Round:
    """Put these quotas in the place of those that there are.

    Raises StaleEdit, PermissionRefused; Impossible for a finished round, a district or body named twice, and a
    body that is left out though an applicant has chosen it.
    """
    permissions.require(acting_user, "programmes.set_quotas", round)
    one = seen(locked(round), seen_revision)
    if one.state in (RoundState.FINISHED, RoundState.CANCELLED):
        raise Impossible(_("“{round}” is over; it stays as it is.").format(round=one.title))
    wanted = list(quotas)
    names = [(type(line.of).__name__, line.of.pk) for line in wanted]
    if len(set(names)) < len(names):
        raise Impossible(
            _("A district or body is named twice. Put its numbers into one line."), field="quotas"
        )
    bodies = {line.of.pk for line in wanted if isinstance(line.of, Organisation)}
    chosen = Case.objects.filter(round=one, recommender__isnull=False).exclude(recommender__in=bodies)
    if lost := chosen.select_related("recommender").first():
        raise Impossible(
            _("Applicants have chosen “{name}” already; it can't be left out.").format(name=lost.recommender),
            field="quotas",
        )
    RoundQuota.objects.filter(round=one).delete()
    RoundQuota.objects.bulk_create(
        RoundQuota(
            round=one,
            territory=line.of if isinstance(line.of, Territory) else None,
            organisation=line.of if isinstance(line.of, Organisation) else None,
            quota=line.number,
        )
        for line in wanted
    )
    save(one)
    recorded.record_round(
        acting_user, round_events.QUOTAS_SET, one,
        quotas=[{"of": getattr(line.of, "code", ""), "number": line.number} for line in wanted],
    )  # fmt: skip
    return one
