"""What happens to rounds and cases, as events. Each case has a stream ``case:<key>``, each round ``round:<key>``."""

from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.programmes.models import Case, Round
from qinglan.programmes.seeing import OFFICES, cases_handled_by, cities_followed_by, reads_acts

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


def _case_visible(user: Any, stream: str) -> bool:
    key = stream.partition(":")[2]
    case = Case.objects.filter(pk=key).first() if key.isdecimal() else None
    return reads_acts(user, case)


def _cases_listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    streams = cases_handled_by(user).annotate(stream=Concat(Value("case:"), Cast("pk", CharField())))
    return heads.filter(stream__in=streams.values("stream"))


def _rounds(user: Any) -> QuerySet[Round]:
    return Round.objects.filter(version__programme__territory__in=cities_followed_by(user, *OFFICES))


def _round_visible(user: Any, stream: str) -> bool:
    key = stream.partition(":")[2]
    return key.isdecimal() and _rounds(user).filter(pk=key).exists()


def _rounds_listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    streams = _rounds(user).annotate(stream=Concat(Value("round:"), Cast("pk", CharField())))
    return heads.filter(stream__in=streams.values("stream"))


events.register_prefix("case", _("Cases"), visible=_case_visible, listed=_cases_listed)
events.register_prefix("round", _("Rounds"), visible=_round_visible, listed=_rounds_listed)


def record(acting_user: Any, kind: str, case: Case, /, **payload: Any) -> None:
    """Append an event about `case`, within the caller's transaction."""
    events.append(stream=f"case:{case.pk}", kind=kind, payload=payload, actor=acting_user)


def record_round(acting_user: Any, kind: str, one: Round, /, **payload: Any) -> None:
    """Append an event about a round, within the caller's transaction."""
    events.append(stream=f"round:{one.pk}", kind=kind, payload=payload, actor=acting_user)
