"""Personal data of experts and brokers, and of declared interests."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.parties.models.broker import Broker, BrokerPrivate, BrokerState
from qinglan.parties.models.expert import Expert, ExpertPrivate, ExpertState
from qinglan.parties.models.interest import Interest
from qinglan.parties.models.user import User
from qinglan.parties.personal_data import Line, Provider, Section, register
from qinglan.parties.sealed import opened

GONE = "—"
"""What stands in the place of a name that was erased."""


def _expert(user: User) -> list[Section]:
    one = Expert.objects.filter(user=user).select_related("private").first()
    if one is None:
        return []
    lines: list[Line] = [
        (_("Name"), one.name),
        (_("State"), f"{one.get_state_display()} {one.reason}".strip()),
        (_("Professional title"), one.title),
        (_("Degree"), one.degree),
        (_("Introduction"), one.introduction),
        (_("Mobile number"), one.private.mobile),
        (_("Mailbox"), one.private.email),
        (_("Identity number"), opened(one.private.id_number)),
    ]
    lines += [(_("Field"), str(field)) for field in one.fields.all()]
    lines += [
        (_("Employer"), f"{unit} {unit.position} {unit.valid_from} – {unit.valid_to or ''}".strip())
        for unit in one.employers.select_related("organisation")
    ]
    lines += [(_("Not available"), str(absence)) for absence in one.absences.all()]
    lines += [(_("Training"), str(training)) for training in one.trainings.all()]
    return [Section(gettext_lazy("Expert"), lines)]


def _expert_duties(user: User) -> list[str]:
    busy = Expert.objects.filter(user=user, state__in=(ExpertState.IN_POOL, ExpertState.SUSPENDED))
    return [_("You are in the pool of experts. Leave the pool first.")] if busy.exists() else []


def erase_expert(expert: Expert) -> None:
    """Empty what tells who an expert is; keys, dates and states stay for the history of reviews.

    Within the caller's transaction.
    """
    expert.name, expert.name_key = f"{GONE} {expert.pk}", ""
    expert.title = expert.degree = expert.introduction = expert.reason = ""
    expert.languages, expert.is_shown = [], False
    expert.revision += 1
    expert.save()
    ExpertPrivate.objects.filter(expert=expert).update(mobile="", email="", id_number="")
    expert.employers.update(position="")
    expert.employers.filter(organisation__isnull=True).update(free_name=GONE)
    expert.interests.exclude(other_name="").update(other_name=GONE)
    expert.interests.update(note="")


def _erase_expert(user: User) -> None:
    for one in Expert.objects.select_for_update(of=("self",)).filter(user=user):
        erase_expert(one)


def _broker(user: User) -> list[Section]:
    one = Broker.objects.filter(user=user).select_related("private", "agency").first()
    if one is None:
        return []
    lines: list[Line] = [
        (_("Name"), one.name),
        (_("State"), f"{one.get_state_display()} {one.reason}".strip()),
        (_("Certificate"), f"{one.certificate_number} {one.certificate_issuer} {one.get_level_display()}"),
        (_("Validity"), f"{one.valid_from} – {one.valid_to or ''}"),
        (_("Training hours"), one.training_hours),
        (_("Agency"), one.agency),
        (_("Introduction"), one.introduction),
        (_("Public telephone"), one.public_telephone),
        (_("Mobile number"), one.private.mobile),
        (_("Mailbox"), one.private.email),
    ]
    return [Section(gettext_lazy("Technology broker"), lines)]


def _broker_duties(user: User) -> list[str]:
    busy = Broker.objects.filter(user=user, state__in=(BrokerState.ACTIVE, BrokerState.SUSPENDED))
    return [_("You are on the list of brokers. Leave the list first.")] if busy.exists() else []


def erase_broker(broker: Broker) -> None:
    """Empty what tells who a broker is. Within the caller's transaction."""
    broker.name, broker.name_key = f"{GONE} {broker.pk}", ""
    broker.certificate_number = broker.introduction = broker.public_telephone = broker.reason = ""
    broker.revision += 1
    broker.save()
    BrokerPrivate.objects.filter(broker=broker).update(mobile="", email="")


def _erase_broker(user: User) -> None:
    for one in Broker.objects.select_for_update(of=("self",)).filter(user=user):
        erase_broker(one)


def _interests(user: User) -> list[Section]:
    rows = Interest.objects.filter(user=user).select_related("organisation", "other_expert", "other_user")
    return [
        Section(
            gettext_lazy("Declared interests"),
            [
                (
                    one.get_kind_display(),
                    f"{one.organisation or one.other_expert or one.other_user or one.other_name} {one.note}".strip(),
                )
                for one in rows
            ],
        )
    ]


def _erase_interests(user: User) -> None:
    rows = Interest.objects.filter(user=user)
    rows.exclude(other_name="").update(other_name=GONE)
    rows.update(note="")


for _provider in (
    Provider("expert", _expert, _erase_expert, _expert_duties),
    Provider("broker", _broker, _erase_broker, _broker_duties),
    Provider("interests", _interests, _erase_interests),
):
    register(_provider)
