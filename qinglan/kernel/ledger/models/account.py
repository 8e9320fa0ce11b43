"""Accounts and what stands on them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """An account: whose, for what, and who really holds the money. It never changes.

    `owner` is a key of the part that owns it (``lot:2026-0017``, ``organisation:91…``). `custodian` names
    the special or supervised account (专户, 监管账户) and its bank. An account of the world outside, from
    which money comes in and to which it goes, `may_overdraw`.
    """

    owner = models.CharField(_("owner"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=40)
    custodian = models.CharField(_("custodian"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    may_overdraw = models.BooleanField(_("may be overdrawn"), default=False)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("account of the ledger")
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "purpose", "custodian"], name="one_account_per_owner_purpose_and_custodian"
            ),
            models.CheckConstraint(
                condition=~models.Q(owner="") & ~models.Q(purpose="") & ~models.Q(custodian=""),
                name="account_names_owner_purpose_and_custodian",
            ),
            models.CheckConstraint(condition=models.Q(currency="CNY"), name="ledger_is_kept_in_yuan"),
        )

    def __str__(self) -> str:
        return f"{self.owner} {self.purpose}"


class Balance(models.Model):
    """What stands on an account, in 分: the row that a posting locks. Only the database writes it."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True)
    amount = models.BigIntegerField(_("balance in 分"), default=0)
    may_overdraw = models.BooleanField(default=False)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(may_overdraw=True) | models.Q(amount__gte=0),
                name="account_is_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(amount=0),
                name="closed_account_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"
