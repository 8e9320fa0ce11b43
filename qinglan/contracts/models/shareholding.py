"""Shares that people hold in firms which use results of a unit. Kept by person, not by employment."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.mobility import Mobility
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


class ShareBasis(models.TextChoices):
    """Where the shares come from."""

    REWARD = "reward", pgettext_lazy("shares", "Reward for a result put in as shares")
    INVESTED = "invested", pgettext_lazy("shares", "Own money")
    INCENTIVE = "incentive", pgettext_lazy("shares", "Incentive of the firm")
    OTHER = "other", pgettext_lazy("shares", "Other")


@tracked(exclude=("holder_name",))
class Shareholding(models.Model):
    """What one person holds in one firm from a day on. `share` is in hundredths of a per cent (4,250 is 42.50 %).

    It stays on record whatever becomes of the employment; `until` is its last day, when it was given up. `amount`
    is what was put in, in 分, where it is known.
    """

    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shares_recorded")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shareholdings",
    )
    holder_name = models.CharField(_("name of the holder"), max_length=60)
    mobility = models.ForeignKey(
        Mobility, on_delete=models.PROTECT, null=True, blank=True, related_name="shareholdings"
    )
    firm_name = models.CharField(_("name of the firm"), max_length=120)
    firm_code = models.CharField(_("unified social credit code"), max_length=18)
    basis = models.CharField(_("where they come from"), max_length=10, choices=ShareBasis.choices)
    share = models.PositiveIntegerField(_("share"))
    amount = models.BigIntegerField(_("amount put in"), null=True, blank=True)
    since = models.DateField(_("held since"))
    until = models.DateField(_("held until"), null=True, blank=True, editable=False)
    note = models.CharField(_("paper it stands on"), max_length=300)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("shares held")
        ordering: ClassVar[list[str]] = ["-since", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=10_000), name="a_share_is_at_most_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="shares_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="what_was_put_in_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_code} {self.share}"
