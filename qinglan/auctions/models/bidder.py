"""Who asks to bid on a lot, and how that was settled. Sealed lots have none before they are opened."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models.choices import BidderState
from qinglan.auctions.models.lot import Lot
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.kernel.ledger.models import Account
from qinglan.parties.models import Organisation


@tracked(exclude=("who_nonce",))
class Bidder(models.Model):
    """One organisation that asked to bid on one lot 意向登记, acted for by `person`.

    `number` is what everybody sees during the bidding; only the organiser knows who stands behind it until the
    result. `power_of_attorney` proves that `person`, who belongs to another organisation, may act.
    `deposit_account` holds the deposit in the ledger once its custodian's receipt is entered;
    `deposit_confirmed_at` says when that was. `who_nonce` opens the commitment to
    who stands behind the number. `reason` and `note` say why it was refused, returned or excluded.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="bidders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    power_of_attorney = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.TextField(_("qualification"), max_length=3000, blank=True)
    declared_unrelated = models.BooleanField(_("declares no relation to the seller"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=BidderState.choices, editable=False)
    number = models.PositiveIntegerField(_("bidder number"), null=True, editable=False)
    who_nonce = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    deposit_account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    deposit_confirmed_at = models.DateTimeField(_("deposit confirmed"), null=True, editable=False)
    applied_at = models.DateTimeField(_("applied"), editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("bidder")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["lot", "organisation"],
                condition=~Q(state="withdrawn"),
                name="an_organisation_applies_once_for_a_lot",
            ),
            models.UniqueConstraint(
                fields=["lot", "number"],
                condition=Q(number__isnull=False),
                name="bidder_numbers_of_a_lot_differ",
            ),
            models.CheckConstraint(
                condition=~Q(state="qualified") | Q(number__isnull=False),
                name="a_qualified_bidder_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "excluded", "returned"]) | ~Q(reason=""),
                name="a_refused_bidder_is_told_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.number or '-'}"


class BidderFile(models.Model):
    """A proof of qualification. Append-only."""

    bidder = models.ForeignKey(Bidder, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.title
