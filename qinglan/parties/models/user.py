"""The person who is logged in, or the system itself."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.checks import MAINLAND_MOBILE
from qinglan.kernel.history.track import tracked
from qinglan.parties import grants
from qinglan.parties.roles import ROLES


@tracked(
    exclude=(
        "username",
        "display_name",
        "password",
        "last_login",
        "first_name",
        "last_name",
        "email",
        "mobile",
    )
)
class User(AbstractUser):
    """An account. What it may act as stands in its memberships, assignments and delegations.

    `display_name` is the name that others see. `mobile` (11 digits) and `email` were confirmed by a
    code, or entered by the administrator who opened the account; each leads to one account only.
    `is_system` marks the one account under which start-up and background work acts; it can't log in.
    """

    display_name = models.CharField(_("name shown to others"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=11, blank=True)
    password_set_at = models.DateTimeField(_("password set"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    is_system = models.BooleanField(default=False, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta(AbstractUser.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_system"], condition=models.Q(is_system=True), name="there_is_one_system_account"
            ),
            models.UniqueConstraint(
                fields=["mobile"], condition=~models.Q(mobile=""), name="a_mobile_number_has_one_account"
            ),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="a_mailbox_has_one_account"
            ),
            models.CheckConstraint(
                condition=models.Q(mobile="") | models.Q(mobile__regex=f"^{MAINLAND_MOBILE}$"),
                name="a_mobile_number_has_eleven_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(is_active=False),
                name="a_closed_account_is_not_active",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def holds(self, role: str) -> bool:
        """Whether the account holds a role of the office for the whole city today, itself or as a deputy.

        The floors below ask by this name: `qinglan.kernel.permissions.in_role`.
        """
        held = (one for one in grants.of(self) if one.is_office and one.role == role and one.is_whole)
        return grants.rests_on(next(held, None))

    def roles_held(self) -> list[str]:
        """The roles of the office that it holds itself today at any scope, in the order of the table."""
        held = {grant.role for grant in grants.of(self) if grant.is_office and grant.principal is None}
        return [role for role in ROLES if role in held]
