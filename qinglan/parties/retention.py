"""What is erased when its time is over: a table of rules' names and functions; each app enters its own."""

from collections.abc import Callable
from datetime import date

from qinglan.kernel.events.domain.personal_data import erase_subject
from qinglan.kernel.messages.models import Message
from qinglan.parties.domain.account import system_user
from qinglan.parties.models.broker import Broker, BrokerState
from qinglan.parties.models.expert import Expert, ExpertState
from qinglan.parties.models.personal_data import DataRequest, DataRequestState
from qinglan.parties.role_providers import GONE, erase_broker, erase_expert

Eraser = Callable[[date], int]
"""Erases what is older than the day; says how many."""
ERASERS: dict[str, Eraser] = {}


def register(slug: str, eraser: Eraser) -> None:
    """Enter an eraser for the rule `slug`; once."""
    if slug in ERASERS:
        raise ValueError(f"an eraser for {slug} is registered twice")
    ERASERS[slug] = eraser


def _roles(expert_state: ExpertState, broker_state: BrokerState, before: date) -> int:
    experts = Expert.objects.select_for_update(of=("self",)).filter(state=expert_state, state_on__lt=before)
    brokers = Broker.objects.select_for_update(of=("self",)).filter(state=broker_state, state_on__lt=before)
    count = 0
    for expert in experts.exclude(name__startswith=GONE):
        erase_expert(expert)
        _erase_events(f"expert:{expert.pk}")
        count += 1
    for broker in brokers.exclude(name__startswith=GONE):
        erase_broker(broker)
        _erase_events(f"broker:{broker.pk}")
        count += 1
    return count


def _erase_events(subject: str) -> None:
    erase_subject(acting_user=system_user(), subject=subject, basis="time of keeping is over")


def declined(before: date) -> int:
    """Applications that were not admitted."""
    return _roles(ExpertState.DECLINED, BrokerState.DECLINED, before)


def left(before: date) -> int:
    """Experts and brokers who left."""
    return _roles(ExpertState.LEFT, BrokerState.LEFT, before)


def messages(before: date) -> int:
    """Messages, with their deliveries."""
    rows = Message.objects.filter(sent_at__date__lt=before)
    count = rows.count()
    rows.delete()
    return count


def requests(before: date) -> int:
    """The words of settled requests; that there was one stays."""
    rows = DataRequest.objects.exclude(state=DataRequestState.OPEN).filter(settled_at__date__lt=before)
    return rows.exclude(text="", answer="").update(text="", answer="")


for _slug, _eraser in (
    ("declined-applications", declined),
    ("left-roles", left),
    ("messages", messages),
    ("settled-requests", requests),
):
    register(_slug, _eraser)
