"""Negotiation rooms 洽谈室: people of both sides, what they say and send, talks outside, the outcome."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.market.models.enquiry import Enquiry, Side


class RoomState(models.TextChoices):
    """How a negotiation stands; changed by `domain.room_state.set_room_state` alone."""

    OPEN = "open", pgettext_lazy("room", "Talks under way")
    AGREED = "agreed", pgettext_lazy("room", "Agreed")
    NOT_AGREED = "not_agreed", pgettext_lazy("room", "Ended without agreement")


ROOM_LIGHTS = {RoomState.OPEN: "due", RoomState.AGREED: "done", RoomState.NOT_AGREED: "idle"}


@tracked()
class Room(models.Model):
    """The room of one accepted enquiry.

    `…_shares` says whether a side lets officers read what is said here; they do only where both let them.
    `closed_side` ended it; `shows_reason` as with an enquiry.
    """

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="room")
    state = models.CharField(_("state"), max_length=10, choices=RoomState.choices)
    opened_at = models.DateTimeField(_("opened"))
    changed_at = models.DateTimeField(_("last news"))
    closed_at = models.DateTimeField(null=True)
    closed_side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    shows_reason = models.BooleanField(default=False)
    asking_shares = models.BooleanField(default=False)
    owning_shares = models.BooleanField(default=False)
    said = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-changed_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="a_closed_room_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_agreed") | ~Q(reason=""), name="talks_without_agreement_have_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.enquiry.listing}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("rooms:room", args=[self.pk])

    @property
    def reference(self) -> str:
        """The number by which people name it: ``R000012``."""
        return f"R{self.pk:06d}"

    @property
    def key(self) -> str:
        """The stream of its events."""
        return f"room:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether talks are under way."""
        return self.state == RoomState.OPEN

    @property
    def light(self) -> str:
        """The light beside its state."""
        return ROOM_LIGHTS[RoomState(self.state)]

    @property
    def is_shared(self) -> bool:
        """Whether officers may read it."""
        return self.asking_shares and self.owning_shares


class ParticipantRole(models.TextChoices):
    """What somebody is in a room."""

    LEAD = "lead", pgettext_lazy("in a room", "Leads the talks")
    MEMBER = "member", pgettext_lazy("in a room", "Takes part")
    BROKER = "broker", pgettext_lazy("in a room", "Broker")


@tracked()
class Participant(models.Model):
    """Somebody in a room, for a side, from `joined_at` until `left_at`."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="participants")
    side = models.CharField(max_length=8, choices=Side.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=8, choices=ParticipantRole.choices)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["side", "joined_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["room", "user"],
                condition=Q(left_at__isnull=True),
                name="a_person_takes_part_for_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class ReadMark(models.Model):
    """How far a participant has read: the number of the last message. Kept without history, nothing follows from it."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, primary_key=True, related_name="mark"
    )
    read_to = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.read_to}"


class RoomMessage(models.Model):
    """What was said in a room, or a file that was sent. Only grows. `number` counts up in each room."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=3000, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "number"], name="messages_of_a_room_count_up"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False), name="a_message_says_or_sends_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.file)


class MeetingKind(models.TextChoices):
    """线下对接: how people met outside this system."""

    VISIT = "visit", pgettext_lazy("meeting", "Visit on site")
    MEETING = "meeting", pgettext_lazy("meeting", "Meeting")
    CALL = "call", pgettext_lazy("meeting", "Telephone call")
    VIDEO = "video", pgettext_lazy("meeting", "Video conference")
    TRIAL = "trial", pgettext_lazy("meeting", "Trial or sample test")


@tracked(exclude=("place", "summary", "objection"))
class Meeting(models.Model):
    """A talk outside the system, logged by hand by one side; the other confirms it or says what is wrong."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="meetings")
    side = models.CharField(max_length=8, choices=Side.choices)
    kind = models.CharField(_("kind"), max_length=8, choices=MeetingKind.choices)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    summary = models.CharField(_("what was talked about, and with what result"), max_length=2000)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    objection = models.CharField(_("what is wrong"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("logged_by")),
                name="nobody_confirms_the_meeting_that_he_logged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the other side confirmed it."""
        return self.answered_at is not None and not self.objection
