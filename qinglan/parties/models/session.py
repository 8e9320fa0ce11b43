"""Sessions that know whose they are, so that they can be listed and ended."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """One browser. `user` is empty until somebody has logged in with it.

    `started_at` and `last_seen_at` are real time; `last_seen_at` lags by up to a minute.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="sessions",
        verbose_name=_("account"),
    )
    started_at = models.DateTimeField(_("logged in"), null=True)
    last_seen_at = models.DateTimeField(_("last seen"))
    address = models.CharField(_("address"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user=None) | ~models.Q(started_at=None),
                name="a_session_of_an_account_has_a_start",
            ),
        )

    @classmethod
    def get_session_store_class(cls) -> type:
        """The engine that keeps it."""
        from qinglan.parties.sessions import SessionStore  # noqa: PLC0415 - the engine imports this model

        return SessionStore
