"""Open bids: how a lot stands, every bid, every refused one, secret limits. Amounts are in 分.

The functions of the database (``migrations``) alone write these tables: the application's role may not. Foreign keys
of the tables that only grow are proved by those functions and checked no more: a check would lock the row of the lot
for every bid, and wait for whoever amends the lot.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models.bidder import Bidder
from qinglan.auctions.models.lot import Lot


class Course(models.TextChoices):
    """Which way the price goes while bids are taken."""

    BIDS = "bids", pgettext_lazy("course of a price", "Each bid is better than the one before")
    FALLING = "falling", pgettext_lazy("course of a price", "The price falls until somebody accepts it")


class BidKind(models.TextChoices):
    """How a bid came to be."""

    OWN = "own", pgettext_lazy("bid", "Own bid")
    PROXY = "proxy", pgettext_lazy("bid", "By the bidder's limit")
    ACCEPT = "accept", pgettext_lazy("bid", "Price accepted")


class Standing(models.Model):
    """How open bidding on a lot stands: the one row that each bid locks. It holds all that judges a bid.

    Filled from the lot when bidding opens. `sign` is 1 where the higher price is better and -1 where the lower is.
    `closes` is the end that really holds: a late bid, an amendment or a certified outage moves it. `price`, `leader`
    and `leader_number` are those of the best bid, `limits` counts the secret limits in force.
    """

    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, primary_key=True, related_name="standing")
    number = models.CharField(max_length=20)
    course = models.CharField(max_length=8, choices=Course.choices)
    sign = models.SmallIntegerField()
    start_price = models.BigIntegerField()
    step = models.BigIntegerField()
    step_seconds = models.PositiveIntegerField(null=True)
    floor_price = models.BigIntegerField(null=True)
    soft_close_seconds = models.PositiveIntegerField(default=0)
    extend_seconds = models.PositiveIntegerField(default=0)
    opens = models.DateTimeField(_("bids from"))
    closes = models.DateTimeField(_("bids until"))
    is_open = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True)
    price = models.BigIntegerField(_("price"), null=True)
    leader = models.ForeignKey(
        Bidder, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    leader_number = models.IntegerField(null=True)
    count = models.IntegerField(_("bids"), default=0)
    limits = models.IntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(sign__in=[1, -1]), name="a_price_gets_better_one_way"),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at__isnull=True) | Q(is_open=False, closed_at__isnull=False),
                name="bidding_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(count=0, price__isnull=True, leader__isnull=True, leader_number__isnull=True)
                | Q(count__gt=0, price__isnull=False, leader__isnull=False, leader_number__isnull=False),
                name="a_price_stands_by_a_bid",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(last_at__isnull=True)
                | Q(closed_at__gte=F("last_at")),
                name="no_bid_comes_after_the_end",
            ),
            models.CheckConstraint(
                condition=Q(course="bids") | Q(step_seconds__gt=0, floor_price__gt=0, count__lte=1),
                name="a_falling_price_is_accepted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.count}"

    @property
    def least(self) -> int:
        """The least (for a need: the greatest) next bid."""
        return self.start_price if self.price is None else self.price + self.sign * self.step


class Bid(models.Model):
    """One accepted bid. Append-only; `n` counts the bids of the lot, `closes` is the end that held after it."""

    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, related_name="bids", db_constraint=False, db_index=False
    )
    n = models.IntegerField()
    bidder = models.ForeignKey(
        Bidder, on_delete=models.PROTECT, related_name="bids", db_constraint=False, db_index=False
    )
    number = models.IntegerField(_("bidder number"))
    amount = models.BigIntegerField(_("amount"))
    kind = models.CharField(max_length=6, choices=BidKind.choices)
    key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("received"))
    closes = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    principal_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["lot", "n"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["lot", "n"], name="bids_of_a_lot_are_counted"),
            models.UniqueConstraint(
                fields=["lot", "bidder", "key"], condition=~Q(key=""), name="a_request_to_bid_counts_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, n__gt=0), name="a_bid_has_an_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.n}"


class RefusedBid(models.Model):
    """A bid that was not accepted, and why (`code`, see `bidding.refusals`). Append-only, late ones included."""

    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    bidder = models.ForeignKey(
        Bidder, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=6)
    amount = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=12)
    at = models.DateTimeField()
    price = models.BigIntegerField(null=True)
    closes = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    principal_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["lot", "bidder", "key"], name="a_refused_request_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.code}"


class ProxyLimit(models.Model):
    """Up to (for a need: down to) which amount the system bids for a bidder: known to him alone.

    One stands at a time; a new one (None: no more) replaces it. Nothing else of a row changes.
    """

    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    bidder = models.ForeignKey(
        Bidder, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    amount = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64)
    set_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    principal_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["lot", "bidder"],
                condition=Q(replaced_at__isnull=True),
                name="one_limit_stands_for_a_bidder_and_lot",
            ),
            models.UniqueConstraint(
                fields=["lot", "bidder", "key"], name="a_request_for_a_limit_counts_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.set_at}"
