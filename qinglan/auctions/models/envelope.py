"""Sealed bids as the server holds them, and what came out of them. Every table here only grows.

An envelope says neither whose it is nor for which lot: `lot_digest` is salted by a key that lies outside the
database, who sent it lies in `sender`, closed to the openers like the bid itself. No table here is tracked and no
row names an account before the opening.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models.bidder import Bidder
from qinglan.auctions.models.opening import Opener, Opening
from qinglan.parties.models import Organisation


class EnvelopeState(models.TextChoices):
    """What became of an envelope, told at the opening."""

    KEPT = "kept", pgettext_lazy("envelope", "Valid")
    INVALID = "invalid", pgettext_lazy("envelope", "Invalid")
    REPLACED = "replaced", pgettext_lazy("envelope", "Replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("envelope", "Withdrawn")
    DECOY = "decoy", pgettext_lazy("envelope", "Decoy")
    UNOPENED = "unopened", pgettext_lazy("envelope", "Not opened")


class Envelope(models.Model):
    """A sealed bid, or a decoy that looks like one. `token_digest` (SHA-256) is of what its sender's file holds."""

    id = models.CharField(primary_key=True, max_length=32)
    suite = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    lot_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64, unique=True)
    body = models.BinaryField()
    wraps = models.JSONField()
    sender = models.BinaryField()
    sender_wraps = models.JSONField()
    token_digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["received_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["received_at"], name="envelopes_by_time"),
        ]

    def __str__(self) -> str:
        return self.id


class EnvelopeEnd(models.Model):
    """An envelope was taken back before the deadline."""

    envelope = models.OneToOneField(
        Envelope, on_delete=models.PROTECT, primary_key=True, related_name="ending"
    )
    kind = models.CharField(max_length=10, choices=EnvelopeState.choices)
    ended_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["replaced", "withdrawn"]),
                name="an_envelope_is_taken_back_one_of_two_ways",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope_id} {self.kind}"


class Layer(models.Model):
    """What the first opener of a pair took out of an outer box: still closed to the second. At an opening only."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="layers")
    envelope = models.CharField(max_length=32)
    part = models.CharField(max_length=6)
    pair = models.CharField(max_length=2)
    content = models.BinaryField()
    opener = models.ForeignKey(Opener, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["opening", "envelope", "part", "pair"], name="a_layer_is_taken_off_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.part} {self.pair}"


class OwnKey(models.Model):
    """The key by which a bidder opened his own envelope, where the openers could not."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="own_keys")
    envelope = models.OneToOneField(Envelope, on_delete=models.PROTECT, related_name="own_key")
    key = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.envelope_id


class OpenedEnvelope(models.Model):
    """What came out of an envelope. `amount` is in 分; `bid` is the canonical bid as it was committed to, `nonce` the
    hex that the commitment was made with, `key` what opens the content. `order` counts valid ones by receipt.
    """

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="envelopes")
    envelope = models.OneToOneField(Envelope, on_delete=models.PROTECT, related_name="opened")
    state = models.CharField(_("state"), max_length=10, choices=EnvelopeState.choices)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    order = models.PositiveIntegerField(null=True)
    bidder = models.OneToOneField(Bidder, on_delete=models.PROTECT, null=True, related_name="envelope")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    amount = models.BigIntegerField(_("amount"), null=True)
    bid = models.TextField(blank=True)
    nonce = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="kept")
                | Q(order__isnull=False, amount__gt=0, organisation__isnull=False, bidder__isnull=False),
                name="a_valid_envelope_holds_a_bid",
            ),
            models.CheckConstraint(
                condition=~Q(state="invalid") | ~Q(reason=""), name="an_invalid_envelope_says_why"
            ),
            models.UniqueConstraint(fields=["opening", "order"], name="valid_envelopes_are_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.envelope_id} {self.state}"
