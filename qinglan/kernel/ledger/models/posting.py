"""Postings and their entries."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.ledger.models.account import Account

LARGEST = 10**17
"""The largest amount of one entry, in 分: 10 万亿元 a hundred times over, far from bigint's end."""


class Posting(models.Model):
    """One movement of money, of two or more entries whose sum is nought, with the receipt that proves it.

    Append-only. A wrong posting is reversed by another one that refers to it, once.
    """

    key = models.CharField(_("idempotency key"), max_length=100)
    posted_at = models.DateTimeField(_("posted"))
    text = models.CharField(_("text"), max_length=200)
    receipt_number = models.CharField(_("number of the receipt"), max_length=80)
    receipt_custodian = models.CharField(_("custodian that issued it"), max_length=120)
    receipt_date = models.DateField(_("date of the receipt"))
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversals", db_index=False
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("posting")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["key"], name="one_posting_per_key"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=models.Q(reverses__isnull=False),
                name="posting_is_reversed_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(key="")
                & ~models.Q(text="")
                & ~models.Q(receipt_number="")
                & ~models.Q(receipt_custodian=""),
                name="posting_has_key_text_and_receipt",
            ),
        )
        indexes = (models.Index(fields=["receipt_number"], name="posting_by_receipt"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.text}"


class Entry(models.Model):
    """One side of a posting: by how many 分 it raises (above nought) or lowers an account.

    The trigger that moves the balances proves posting and account; they are never deleted, so the
    database needs no foreign keys here (they would cost a third of a posting).
    """

    pk = models.CompositePrimaryKey("posting_id", "account_id")
    posting = models.ForeignKey(
        Posting, on_delete=models.PROTECT, related_name="entries", db_index=False, db_constraint=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="entries", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField(_("amount in 分"))

    class Meta:
        verbose_name = _("entry of a posting")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__gte=-LARGEST, amount__lte=LARGEST),
                name="entry_moves_a_possible_amount",
            ),
        )
        indexes = (models.Index(fields=["account", "posting"], name="entry_by_account"),)

    def __str__(self) -> str:
        return f"{self.posting_id}/{self.account_id}: {self.amount}"
