"""Term sheets by versions, offers that rest on them, and what is handed over when they are agreed."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.market.models.enquiry import Side, last_day_before
from qinglan.market.models.room import Room


class TermSheet(models.Model):
    """A version of the terms, written by one side. Only grows. `digest` is the SHA-256 of its lines."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("what changed and why"), max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "number"], name="versions_of_terms_count_up"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("rooms:sheet", args=[self.room_id, self.number])


class TermLine(models.Model):
    """One point of the licence checklist: the `choice` among its options, an `amount` in 分, words. Only grows."""

    sheet = models.ForeignKey(TermSheet, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(null=True)
    text = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "code"], name="a_sheet_has_each_point_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="an_amount_in_terms_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OfferState(models.TextChoices):
    """How an offer stands; changed by `domain.offer_state.settle` alone."""

    CURRENT = "current", pgettext_lazy("offer", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    COUNTERED = "countered", pgettext_lazy("offer", "Met by a counter-offer")
    DECLINED = "declined", pgettext_lazy("offer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("offer", "Expired")
    VOID = "void", pgettext_lazy("offer", "Void, the talks ended")


OFFER_LIGHTS = {OfferState.CURRENT: "due", OfferState.ACCEPTED: "done"}


@tracked()
class Offer(models.Model):
    """One side offers to agree on the terms of `sheet` until `expires_at`; the other accepts or counters."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="offers")
    sheet = models.OneToOneField(TermSheet, on_delete=models.PROTECT, related_name="offer")
    side = models.CharField(max_length=8, choices=Side.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("valid until"))
    state = models.CharField(_("state"), max_length=10, choices=OfferState.choices)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["expires_at"], condition=Q(state="current"), name="offers_that_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(state="current"), name="one_current_offer_in_a_room"
            ),
            models.UniqueConstraint(
                fields=["room"], condition=Q(state="accepted"), name="one_accepted_offer_in_a_room"
            ),
            models.CheckConstraint(
                condition=Q(state="current", settled_at__isnull=True)
                | (~Q(state="current") & Q(settled_at__isnull=False)),
                name="a_settled_offer_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(settled_at__lt=F("expires_at")),
                name="no_offer_is_accepted_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}"

    @property
    def last_day(self) -> date:
        """The last day on which it may be accepted."""
        return last_day_before(self.expires_at)

    @property
    def light(self) -> str:
        """The light beside its state."""
        return OFFER_LIGHTS.get(OfferState(self.state), "idle")


class HandOver(models.Model):
    """Agreed terms, handed over for a contract. Only grows. What takes them is told by `contact.hand_over`."""

    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="hand_over")
    sheet = models.OneToOneField(TermSheet, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.room}"
