"""Panels 专家组: the draw, its commitment and pool, the seats, and which expert reads which case."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Expert
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.round import Round


class PanelState(models.TextChoices):
    """Where a panel is; changed by ``domain/draw*.py`` alone."""

    COMMITTED = "committed", _("commitment published")
    DRAWN = "drawn", _("drawn")
    CANCELLED = "cancelled", _("cancelled")


@tracked()
class Panel(models.Model):
    """The experts for cases of one round that wait for a draw.

    `experts` are wanted for each case, and `reserves` more must be there when the commitment is made.
    `fields` are texts ``family:code`` (all experts where there is none), `review_on` the day on which they must
    be available. `commitment` is the SHA-256 of what `panel_draw.committed` puts together, `algorithm` its
    version. `published_at` is when seed and pool were made public, after the result.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panels")
    number = models.PositiveSmallIntegerField(_("number of the panel"))
    step = models.CharField(max_length=50)
    experts = models.PositiveSmallIntegerField(_("experts for each case"))
    reserves = models.PositiveSmallIntegerField(_("reserves"))
    fields = ArrayField(models.CharField(max_length=70), default=list, blank=True)
    review_on = models.DateField(_("day of the review"))
    hides_applicant = models.BooleanField(_("experts don't see the applicant's name"), default=False)
    hides_experts = models.BooleanField(_("experts don't see each other"), default=True)
    algorithm = models.CharField(max_length=20)
    commitment = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=PanelState.choices)
    committed_at = models.DateTimeField(_("commitment published"))
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("drawn"), null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("reason"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("panel of experts")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="panels_of_a_round_differ"),
            models.CheckConstraint(
                condition=~Q(state="drawn") | Q(drawn_at__isnull=False), name="drawn_panel_has_its_moment"
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="cancelled_panel_says_why",
            ),
            models.CheckConstraint(condition=Q(experts__gte=1), name="panel_has_an_expert"),
        ]

    def __str__(self) -> str:
        return f"{self.round.title} · {self.number}"

    def get_absolute_url(self) -> str:
        """The secretary's page of the panel."""
        return reverse("panels:panel", args=[self.pk])


class PanelSecret(models.Model):
    """The seed of a draw, sealed with the installation's key: without history, and kept from the reader role."""

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, primary_key=True, related_name="secret")
    seed = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"seed of {self.panel_id}"


@tracked()
class PanelCase(models.Model):
    """A case for which a panel was drawn. `label` stands for it where the draw is published."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="panel_cases")
    label = models.CharField(max_length=10)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["label"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "case"], name="panel_names_a_case_once"),
            models.UniqueConstraint(fields=["panel", "label"], name="labels_of_a_panel_differ"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_current=True), name="one_current_panel_per_case"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PoolEntry(models.Model):
    """One expert in the pool of a draw as it was. Append-only.

    `pseudonym` is made by chance for this draw alone. `unknown` are the kinds of ties of which nobody could say
    that there is none: he stays, and must declare before he sees a case.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="pool")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="pool_entries")
    pseudonym = models.CharField(max_length=12)
    unknown = ArrayField(models.CharField(max_length=10), default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["pseudonym"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "expert"], name="pool_names_an_expert_once"),
            models.UniqueConstraint(fields=["panel", "pseudonym"], name="pseudonyms_of_a_pool_differ"),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class Exclusion(models.Model):
    """An expert may not read a case: known when the pool was made, or declared or found since. Append-only."""

    entry = models.ForeignKey(PoolEntry, on_delete=models.PROTECT, related_name="exclusions")
    case = models.ForeignKey(PanelCase, on_delete=models.PROTECT, related_name="exclusions")
    kind = models.CharField(_("ground"), max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    after_commitment = models.BooleanField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.case_id} {self.kind}"


class SeatState(models.TextChoices):
    """How a seat stands."""

    CALLED = "called", pgettext_lazy("seat", "to be invited")
    INVITED = "invited", pgettext_lazy("seat", "invited")
    ACCEPTED = "accepted", pgettext_lazy("seat", "accepted")
    DECLINED = "declined", pgettext_lazy("seat", "declined")
    CONFLICTED = "conflicted", pgettext_lazy("seat", "conflict of interest")
    REPLACED = "replaced", pgettext_lazy("seat", "replaced")


GONE = (SeatState.DECLINED, SeatState.CONFLICTED, SeatState.REPLACED)
"""States in which the next in the order has stepped in."""


@tracked(exclude=("reason",))
class Seat(models.Model):
    """One drawn expert: first of his order `place`. Changed by ``domain/seat.py`` alone; `SeatStep` tells how."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seats")
    entry = models.OneToOneField(PoolEntry, on_delete=models.PROTECT, related_name="seat")
    place = models.PositiveSmallIntegerField(_("place in the order"))
    state = models.CharField(_("state"), max_length=10, choices=SeatState.choices, default=SeatState.CALLED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changed_at = models.DateTimeField()
    declared_at = models.DateTimeField(_("declared to have no conflict"), null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("seat of a panel")
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "place"], name="places_of_a_panel_differ"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} / {self.place}"


class Way(models.TextChoices):
    """How an expert was reached, or answered."""

    MESSAGE = "message", pgettext_lazy("way", "by message")
    TELEPHONE = "telephone", pgettext_lazy("way", "by telephone")
    PAGE = "page", pgettext_lazy("way", "on his page")
    SYSTEM = "system", pgettext_lazy("way", "by rule")


class SeatStep(models.Model):
    """What happened to a seat: when, how, by whom. Append-only; `number` orders those of a panel.

    `what` is a `SeatState`, ``unreached`` (a call that nobody took), or ``excluded`` with the `case` that this
    expert may not read; ``closed`` and ``reopened`` say of a `case` that its seats stand from now on, or no more.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10)
    way = models.CharField(max_length=10, choices=Way.choices)
    case = models.ForeignKey(PanelCase, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.what}"


@tracked()
class PanelAssignment(models.Model):
    """Which seat reads which case. It ends, with its sheets set aside, when the seat is gone or excluded."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="assignments")
    case = models.ForeignKey(PanelCase, on_delete=models.PROTECT, related_name="assignments")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seat", "case"], name="seat_reads_a_case_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
                name="panel_assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.case_id}"


class Declaration(models.Model):
    """“I have no conflict of interest”, or which one: said before a case is seen. Append-only.

    By an expert about a case of his seat, or by one of the staff about a case of the panel. `kind` is empty
    where there is none.
    """

    case = models.ForeignKey(PanelCase, on_delete=models.PROTECT, related_name="declarations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="declarations")
    kind = models.CharField(_("ground"), max_length=10, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "said_by"], name="declaration_by_case_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind or '-'}"
