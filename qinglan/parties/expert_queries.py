"""Named querysets over experts and brokers: the twins of their permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel.roles import is_officer
from qinglan.parties.models.broker import Broker, BrokerState
from qinglan.parties.models.expert import Expert, ExpertState
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.organisation_queries import own_organisations
from qinglan.parties.organisation_rules import is_its_administrator

_SHOWN = Q(is_shown=True, state=ExpertState.IN_POOL)


def shown_experts() -> QuerySet[Expert]:
    """Whom everybody may see: in the pool, with a public profile by their own consent."""
    return Expert.objects.filter(_SHOWN)


def listed_brokers() -> QuerySet[Broker]:
    """The brokers on the public list."""
    return Broker.objects.filter(state=BrokerState.ACTIVE)


def visible_experts(user: Any) -> QuerySet[Expert]:
    """Whom `user` may see as experts: the twin of ``experts.view``."""
    if is_officer.test(user):
        return Expert.objects.all()
    if getattr(user, "pk", None) is None or not user.is_active:
        return shown_experts()
    return Expert.objects.filter(_SHOWN | Q(user=user) | Q(nominated_by__in=administered(user)))


def visible_brokers(user: Any) -> QuerySet[Broker]:
    """Whom `user` may see as brokers: the twin of ``brokers.view``."""
    if is_officer.test(user):
        return Broker.objects.all()
    if getattr(user, "pk", None) is None or not user.is_active:
        return listed_brokers()
    return Broker.objects.filter(Q(state=BrokerState.ACTIVE) | Q(user=user))


def administered(user: Any) -> list[Organisation]:
    """The organisations whose administrator `user` is now."""
    return [one for one in own_organisations(user) if is_its_administrator.test(user, one)]
