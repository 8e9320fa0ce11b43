"""Who belongs to an organisation, in which roles, from when to when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.term import Term


class MembershipRole(models.TextChoices):
    """What a person may do for the organisation.

    An administrator (管理员) keeps its particulars and its people, and does business like a member; a
    member (经办人) does business in its name: applies, publishes, answers; a signatory (授权签字人) may
    bind it, by a paper of the organisation that says so; a finance contact (财务联系人) sees what
    concerns money, and applies for nothing.
    """

    ADMINISTRATOR = "administrator", pgettext_lazy("of an organisation", "Administrator")
    MEMBER = "member", pgettext_lazy("of an organisation", "Member")
    SIGNATORY = "signatory", pgettext_lazy("of an organisation", "Authorised signatory")
    FINANCE = "finance", pgettext_lazy("of an organisation", "Finance contact")


@tracked(exclude=("basis", "end_reason"))
class Membership(Term):
    """One role of a person in an organisation for a time. A person may hold several roles at once, and
    the same one several times after each other.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="memberships_that_stand"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "user", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_membership_per_user_organisation_and_role",
            ),
            models.CheckConstraint(
                condition=~Q(role="signatory") | ~Q(basis=""), name="a_signatory_has_a_paper"
            ),
            *Term.truths("membership"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}: {self.get_role_display()}"
