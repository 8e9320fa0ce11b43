"""The person who is logged in, or the system itself."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account. Its roles are its groups until memberships and scopes exist.

    `display_name` is the name that others see. `is_system` marks the one account under which
    start-up and background work acts; it can't log in.
    """

    display_name = models.CharField(_("name shown to others"), max_length=60, blank=True)
    is_system = models.BooleanField(default=False, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta(AbstractUser.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_system"], condition=models.Q(is_system=True), name="there_is_one_system_account"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username
