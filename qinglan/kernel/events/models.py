"""The tables of events as Django sees them; migrations/0001 makes them, with triggers and rights."""

from typing import ClassVar

from django.db import models

from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.header import Header


class Head(models.Model):
    """Where a stream ends. The database moves it when an event is appended; nobody else can."""

    stream = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()
    hash = models.BinaryField()
    moved_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "events_head"
        ordering: ClassVar[list[str]] = ["stream"]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}"


class Event(models.Model):
    """One event; `payload` is its canonical bytes, as hashed."""

    pk = models.CompositePrimaryKey("stream", "sequence")
    stream = models.TextField()
    sequence = models.BigIntegerField()
    time = models.DateTimeField()
    actor = models.TextField()
    kind = models.TextField()
    payload = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    algorithm = models.TextField()

    class Meta:
        managed = False
        db_table = "events_event"
        ordering: ClassVar[list[str]] = ["stream", "sequence"]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence} {self.kind}"

    def header(self, payload_digest: bytes) -> Header:
        """The header by what the row says, over a payload with this digest."""
        return Header(
            self.stream,
            self.sequence,
            self.time,
            self.actor,
            self.kind,
            payload_digest,
            bytes(self.previous),
            self.algorithm,
        )


class Personal(models.Model):
    """The value and salt behind one digest in a payload; erasing means deleting the row."""

    pk = models.CompositePrimaryKey("stream", "sequence", "field")
    stream = models.TextField()
    sequence = models.BigIntegerField()
    field = models.TextField()
    subject = models.TextField()
    salt = models.BinaryField()
    value = models.BinaryField()

    class Meta:
        managed = False
        db_table = "events_personal"
        ordering: ClassVar[list[str]] = ["stream", "sequence", "field"]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence} {self.field}"


class Anchor(models.Model):
    """A signed statement over the heads that moved since the anchor before it."""

    number = models.BigIntegerField(primary_key=True)
    day = models.DateField(unique=True)
    made_at = models.DateTimeField()
    document = models.BinaryField()
    signature = models.BinaryField()
    public_key = models.BinaryField()

    class Meta:
        managed = False
        db_table = "events_anchor"
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} ({self.day.isoformat()})"


class Anchored(models.Model):
    """One leaf of an anchor's tree: a head as it stood."""

    pk = models.CompositePrimaryKey("anchor", "position")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="leaves")
    position = models.BigIntegerField()
    stream = models.TextField()
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "events_anchored"
        ordering: ClassVar[list[str]] = ["anchor", "position"]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}"

    def encode(self) -> bytes:
        """The canonical bytes, as they go into the tree."""
        return encode({"hash": bytes(self.hash).hex(), "sequence": self.sequence, "stream": self.stream})


class Delivery(models.Model):
    """One anchor on its way off the machine by one adapter: how often tried, whether it arrived."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="deliveries")
    adapter = models.TextField()
    attempts = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    receipt = models.TextField(blank=True)
    error = models.TextField(blank=True)

    class Meta:
        managed = False
        db_table = "events_delivery"
        ordering: ClassVar[list[str]] = ["-anchor", "adapter"]

    def __str__(self) -> str:
        return f"{self.anchor} {self.adapter}"
