"""What happens to mandates and introductions, as events in the streams ``mandate:<key>`` and ``introduction:<key>``."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.roles import is_officer
from qinglan.market.models.brokering import Introduction, Mandate
from qinglan.parties import holding

PROPOSED = events.register_kind(
    "brokering.mandate-proposed", _("A broker proposed a mandate: listing, commission, days.")
).name
ACCEPTED = events.register_kind(
    "brokering.mandate-accepted", _("The client accepted a mandate: who it is.")
).name
DECLINED = events.register_kind("brokering.mandate-declined", _("The client declined a mandate.")).name
ENDED = events.register_kind("brokering.mandate-ended", _("A mandate was ended: by whom, why.")).name
REGISTERED = events.register_kind(
    "brokering.introduction-registered",
    _("A broker registered an introduction: need, technology, protected until, whether he acts for both."),
).name
CONFIRMED = events.register_kind(
    "brokering.introduction-confirmed", _("A side confirmed that the broker acts for both.")
).name
REFUSED = events.register_kind(
    "brokering.introduction-refused", _("A side refused that the broker acts for both.")
).name
LAPSED = events.register_kind(
    "brokering.introduction-lapsed", _("The protection of an introduction ended.")
).name
WITHDRAWN = events.register_kind(
    "brokering.introduction-withdrawn", _("A broker withdrew an introduction.")
).name


def mandates_seen_by(user: Any) -> QuerySet[Mandate]:
    """The twin of ``brokering.see_mandate``."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return Mandate.objects.none()
    if is_officer.test(user):
        return Mandate.objects.all()
    return Mandate.objects.filter(
        Q(broker__user=user) | Q(client__in=holding.organisations_represented_by(user))
    )


def introductions_seen_by(user: Any) -> QuerySet[Introduction]:
    """The twin of ``brokering.see_introduction``."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return Introduction.objects.none()
    if is_officer.test(user):
        return Introduction.objects.all()
    mine = holding.organisations_represented_by(user)
    return Introduction.objects.filter(
        Q(broker__user=user) | Q(need__owner__in=mine) | Q(technology__owner__in=mine)
    )


events.register_rows("mandate", _("Mandates of brokers"), rows=mandates_seen_by)
events.register_rows("introduction", _("Introductions by brokers"), rows=introductions_seen_by)


def record(acting_user: Any, kind: str, one: Mandate | Introduction, /, **payload: Any) -> None:
    """Append an event about a mandate or an introduction, within the caller's transaction."""
    stream = "mandate" if isinstance(one, Mandate) else "introduction"
    events.append(stream=f"{stream}:{one.pk}", kind=kind, payload=payload, actor=acting_user)
