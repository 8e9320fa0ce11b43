"""Deals of brokers that were claimed for a subsidy: one deal, one claim."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models.contract import Contract
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Broker, Organisation


@tracked()
class DealClaim(models.Model):
    """A registered contract that an organisation counts as brought about by it, in a year. Amounts are in 分.

    `number` is the national number without blanks and hyphens; while the claim stands nobody else has it. `released_at` frees
    it again. `amount` is the technology value 技术交易额, `fee` the commission that was received.
    """

    number = models.CharField(_("national number"), max_length=60)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="claims")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deal_claims")
    broker = models.ForeignKey(Broker, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.BigIntegerField(_("technology value"))
    fee = models.BigIntegerField(_("commission received"))
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("claimed deal")
        ordering: ClassVar[list[str]] = ["-claimed_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "year"], name="claims_of_a_year"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(released_at__isnull=True), name="a_deal_is_claimed_once"
            ),
            models.CheckConstraint(
                condition=~Q(number="") & Q(amount__gte=0, fee__gte=0),
                name="a_claim_has_number_and_amounts",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(reason=""), name="a_released_claim_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.number
