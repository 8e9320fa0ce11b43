"""Who opens sealed bids, and how an opening goes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models.lot import Lot
from qinglan.kernel.history.track import tracked


class OpeningState(models.TextChoices):
    """How an opening or a rehearsal stands."""

    BEGUN = "begun", pgettext_lazy("opening", "Openers at work")
    OPENED = "opened", pgettext_lazy("opening", "Opened")
    OWN = "own", pgettext_lazy("opening", "Bidders open their own")
    BROKEN_OFF = "broken_off", pgettext_lazy("opening", "Broken off")


@tracked()
class Opener(models.Model):
    """One of the three people of a lot of whom any two open it 开标人. `place` is 1, 2 or 3.

    `public_key` (hex) was made in his own browser; its secret half never leaves him. A replaced opener stays as a
    row: envelopes that were closed before can still be opened with his key.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="openers")
    place = models.PositiveSmallIntegerField(_("place"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opener")
    )
    public_key = models.CharField(_("public key"), max_length=64, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=40, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(null=True)
    rehearsed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["lot", "place", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["lot", "place"], condition=Q(replaced_at__isnull=True), name="a_place_has_one_opener"
            ),
            models.UniqueConstraint(
                fields=["lot", "person"],
                condition=Q(replaced_at__isnull=True),
                name="an_opener_of_a_lot_has_one_place",
            ),
            models.UniqueConstraint(
                fields=["public_key"], condition=~Q(public_key=""), name="keys_of_openers_differ"
            ),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=3), name="openers_are_three"),
            models.CheckConstraint(
                condition=Q(public_key="", keyed_at__isnull=True, rehearsed_at__isnull=True)
                | (~Q(public_key="") & Q(keyed_at__isnull=False)),
                name="a_rehearsed_opener_has_his_key",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | ~Q(reason=""),
                name="a_replaced_opener_is_replaced_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.place}"


@tracked()
class Opening(models.Model):
    """The opening of a lot, or a rehearsal of it with one envelope that the server made.

    `test_wraps` (hex by pair) and `test_digest` (SHA-256 of the key) belong to a rehearsal: the server forgot the key.
    `own_until` is the end of the time in which bidders open their own, where the openers failed.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="openings")
    is_rehearsal = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=OpeningState.choices, default=OpeningState.BEGUN)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    own_until = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    test_wraps = models.JSONField(default=dict, blank=True)
    test_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["lot"], condition=Q(is_rehearsal=False), name="a_lot_is_opened_once"
            ),
            models.UniqueConstraint(
                fields=["lot"],
                condition=Q(is_rehearsal=True, state="begun"),
                name="one_rehearsal_of_a_lot_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["opened", "broken_off"]) | Q(ended_at__gte=F("begun_at")),
                name="an_opening_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="own") | (Q(own_until__gt=F("begun_at")) & ~Q(reason="")),
                name="bidders_open_their_own_until_a_stated_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.state}"
