"""绿色标签: the green quality of an organisation, with basis, confirmer and dates."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_kind import GreenGround


@tracked()
class GreenTag(models.Model):
    """One confirmation. Revoked, not deleted; `valid_to` is the last day, also after a revocation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="green_tags")
    ground = models.CharField(_("ground"), max_length=16, choices=GreenGround.choices)
    basis = models.CharField(_("basis"), max_length=300)
    share = models.DecimalField(
        _("share of green products or services (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    revoked_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revocation_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="green_tag_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_at__isnull=True, revocation_reason="")
                | (Q(revoked_on__isnull=False, revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revoked_green_tag_has_day_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100),
                name="green_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=~Q(ground=GreenGround.REVENUE_SHARE) | Q(share__isnull=False),
                name="tag_by_revenue_names_the_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_ground_display()}"
