"""A message to a person, and its deliveries."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.models.choice import Channel


class Message(models.Model):
    """A message as its recipient reads it; it lies in his inbox whatever else it is sent by."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    url = models.CharField(_("leads to"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="unread_messages"),
            models.Index(fields=["recipient", "-sent_at"], name="inbox"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The message in the inbox."""
        return reverse("messaging:message", args=[self.pk])


class DeliveryState(models.TextChoices):
    """Where a delivery is."""

    QUEUED = "queued", _("queued")
    DIGEST = "digest", _("waiting for the digest")
    SENT = "sent", _("sent")
    RETRYING = "retrying", _("failed, will be tried again")
    FAILED = "failed", _("failed, given up")


class Delivery(models.Model):
    """One message by one channel. `address` is where it went; `receipt` what the other side answered."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=200, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["message", "channel"], name="one_delivery_per_message_and_channel"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_delivery_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "retrying"]) | ~Q(error=""),
                name="failed_delivery_has_an_error",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message}: {self.get_channel_display()}"

    @property
    def light(self) -> str:
        """The light beside the state."""
        return {"sent": "done", "failed": "late", "retrying": "due"}.get(self.state, "idle")
