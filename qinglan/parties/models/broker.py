"""Brokers 技术经理人（技术经纪人）: people who bring technology and need together."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.recorded_person import Contacts, RecordedPerson, WorkedField


class BrokerState(models.TextChoices):
    """How a broker stands; changed by `domain.broker.set_broker_state` alone."""

    APPLIED = "applied", pgettext_lazy("broker", "Applied")
    ACTIVE = "active", pgettext_lazy("broker", "On the list")
    SUSPENDED = "suspended", pgettext_lazy("broker", "Suspended")
    LEFT = "left", pgettext_lazy("broker", "Left the list")
    DECLINED = "declined", pgettext_lazy("broker", "Not admitted")


class BrokerLevel(models.TextChoices):
    """等级 of the certificate."""

    JUNIOR = "junior", _("junior (初级)")
    INTERMEDIATE = "intermediate", _("intermediate (中级)")
    SENIOR = "senior", _("senior (高级)")


@tracked(exclude=("name", "name_key", "introduction", "reason", "certificate_number"))
class Broker(RecordedPerson):
    """One broker. Changed by the verbs of ``domain/broker.py``; the list of active ones is public.

    `valid_from` and `valid_to` are those of the certificate; `agency` is the organisation for which he
    works, None for a broker on his own account.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="broker"
    )
    level = models.CharField(_("level"), max_length=12, choices=BrokerLevel.choices)
    certificate_number = models.CharField(_("certificate number"), max_length=60)
    certificate_issuer = models.CharField(_("issued by"), max_length=120)
    training_hours = models.PositiveSmallIntegerField(_("training hours"), default=0)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="brokers"
    )
    territories = models.ManyToManyField(Territory, related_name="+", blank=True)
    public_telephone = models.CharField(_("public telephone"), max_length=30, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BrokerState.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_key", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "name_key", "id"], name="broker_by_state")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["certificate_issuer", "certificate_number"],
                condition=~Q(certificate_number=""),
                name="a_brokers_certificate_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="a_brokers_certificate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state=BrokerState.ACTIVE)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_broker_on_the_list_was_confirmed",
            ),
        ]


class BrokerPrivate(Contacts):
    """Personal data of a broker: a table of its own, without history, which the reader role may not see."""

    broker = models.OneToOneField(Broker, on_delete=models.CASCADE, primary_key=True, related_name="private")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mobile"], condition=~Q(mobile=""), name="a_mobile_number_has_one_broker"
            )
        ]

    def __str__(self) -> str:
        return str(self.broker)


@tracked()
class BrokerField(WorkedField):
    """A field in which a broker works: a code of one of the families of `fields.FAMILIES`."""

    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="fields")

    class Meta:
        ordering: ClassVar[list[str]] = ["family", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["broker", "family", "code"], name="a_broker_names_a_field_once")
        ]
