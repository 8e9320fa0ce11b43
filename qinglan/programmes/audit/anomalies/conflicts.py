"""Decisions prepared or released by somebody with a tie to the applicant."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.web import dates
from qinglan.parties.expert_lookback import Lookback
from qinglan.parties.expert_ties import EMPLOYER
from qinglan.parties.models import Interest, Membership
from qinglan.parties.models.expert import ExpertEmployer
from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.models import Decision

Tie = tuple[str, date | None, date | None, str]
"""Kind, first and last day (None: not known, it lasts), in words."""


@anomaly(
    "decided-in-conflict",
    title=gettext_lazy("Decided by a person with a conflict"),
    says=gettext_lazy(
        "Who prepared or released the decision belonged to the applicant, worked there, or declared a tie to it that counted on that day by the rules of conflicts."
    ),
)
def in_conflict(subject: Subject) -> Iterator[Hit]:
    """Decisions of the year's cases of whose deciders a tie to the applicant is on record, now too if entered later."""
    rows = Decision.objects.filter(
        case__version__programme=subject.programme, case__round__year=subject.year
    ).select_related("case", "prepared_by", "release__released_by")
    decisions = list(rows.order_by("pk"))
    acts = [(one, "prepared", one.prepared_by, one.prepared_at) for one in decisions]
    acts += [
        (one, "released", one.release.released_by, one.release.released_at)
        for one in decisions
        if one.release is not None
    ]
    ties = _ties({act[2].pk for act in acts}, {one.case.applicant_id for one in decisions})
    lookbacks: dict[date, Lookback] = {}
    for one, what, user, when in acts:
        day = legal_day(when)
        rules = lookbacks.setdefault(day, Lookback(day))
        held = [
            words
            for kind, first, last, words in ties.get((user.pk, one.case.applicant_id), ())
            if (first is None or first <= day) and rules.counts(kind, last)
        ]
        if held:
            yield Hit(
                f"{one.case} · {one.case.applicant_name}",
                (_act_words(what, str(user), when), *dict.fromkeys(held)),
                one.case.get_absolute_url(),
                one.case,
            )


def _act_words(what: str, user: str, when: datetime) -> str:
    words = {"who": user, "moment": dates.minute(when)}
    if what == "prepared":
        return _("prepared by %(who)s, %(moment)s") % words
    return _("released by %(who)s, %(moment)s") % words


def _ties(users: set[int], applicants: set[int]) -> dict[tuple[int, int], list[Tie]]:
    """Ties by person and organisation; three statements however many decisions there are."""
    found: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for one in Membership.objects.filter(user__in=users, organisation__in=applicants):
        last = one.valid_to or (legal_day(one.ended_at) if one.ended_at else None)
        words = _("belongs or belonged to the applicant: %(role)s") % {"role": one.get_role_display()}
        found[(one.user_id, one.organisation_id)].append((EMPLOYER, one.valid_from, last, words))
    whose = Q(user__in=users) | Q(expert__user__in=users)
    interests = Interest.objects.filter(whose, organisation__in=applicants, withdrawn_at__isnull=True)
    for tie in interests.select_related("expert"):
        user = tie.user_id or (tie.expert.user_id if tie.expert else None)
        words = _("declared: %(kind)s") % {"kind": tie.get_kind_display()}
        found[(user or 0, tie.organisation_id or 0)].append((tie.kind, tie.first, tie.last, words))
    employers = ExpertEmployer.objects.filter(expert__user__in=users, organisation__in=applicants)
    for row in employers.select_related("expert"):
        words = _("works or worked at the applicant")
        key = (row.expert.user_id or 0, row.organisation_id or 0)
        found[key].append((EMPLOYER, row.valid_from, row.valid_to, words))
    return found
