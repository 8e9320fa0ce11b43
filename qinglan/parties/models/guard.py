"""What slows guesses down, what was sent to confirm, and who came in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Guard(models.Model):
    """The count of tries under one key (an account, a name that nobody has, an address, a number)."""

    key = models.CharField(max_length=120, primary_key=True)
    tries = models.PositiveIntegerField()
    last_try_at = models.DateTimeField(_("last try"))
    locked_until = models.DateTimeField(_("locked until"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="guards",
        verbose_name=_("account"),
    )

    class Meta:
        indexes = (models.Index(fields=["locked_until"], name="guards_by_lock"),)

    def __str__(self) -> str:
        return f"{self.key} ({self.tries})"


class Code(models.Model):
    """A one-time code on its way. Neither the code nor where it went stands here, only their digests.

    A code that was asked for in the name of nobody has no `account` and can never be right.
    """

    class Purpose(models.TextChoices):
        """What a code is good for."""

        LOGIN = "login", _("log in")
        RESET = "reset", _("set a new password")
        CONTACT = "contact", _("confirm a number or a mailbox")
        FACTOR = "factor", _("ask for a new second factor")

    purpose = models.CharField(max_length=8, choices=Purpose)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="codes"
    )
    destination = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["made_at"], name="codes_by_age"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"


class FormerPassword(models.Model):
    """The hash of a password that an account had, for profiles that forbid to take it again."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_passwords"
    )
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["account", "-set_at"], name="former_passwords_by_age"),)

    def __str__(self) -> str:
        return f"{self.set_at:%Y-%m-%d}"


class Login(models.Model):
    """One attempt to log in. The table only grows; what was typed as a name is not kept."""

    class Outcome(models.TextChoices):
        """How it ended."""

        ENTERED = "entered", _("logged in")
        WRONG = "wrong", _("refused: wrong")
        LOCKED = "locked", _("refused: locked")
        CLOSED = "closed", _("refused: account closed")

    class Method(models.TextChoices):
        """What was shown first."""

        PASSWORD = "password", _("password")
        CODE = "code", _("one-time code")
        IDENTITY = "identity", _("unified identity")
        SECOND = "second", _("second factor")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="logins",
        verbose_name=_("account"),
    )
    at = models.DateTimeField(_("when"))
    method = models.CharField(_("by"), max_length=8, choices=Method)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    second_factor = models.BooleanField(_("with a second factor"), default=False)
    address = models.CharField(_("address"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["account", "-id"], name="logins_of_an_account"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"
