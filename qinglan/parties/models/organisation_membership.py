"""Who belongs to an organisation, in which role, from when to when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation


class MembershipRole(models.TextChoices):
    """What a member may do for the organisation."""

    ADMINISTRATOR = "administrator", pgettext_lazy("of an organisation", "Administrator")
    MEMBER = "member", pgettext_lazy("of an organisation", "Member")


@tracked()
class Membership(models.Model):
    """A person's place in an organisation; it stands while `valid_to` is empty."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole.choices)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(valid_to__isnull=True),
                name="one_current_membership_per_user_and_organisation",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(valid_to__isnull=True, role="administrator"),
                name="one_current_administrator_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"
