"""Lots 标的: one indivisible object, offered or sought by one organisation, by one mode. Amounts are in 分."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models.choices import (
    LOT_LIGHTS,
    OPEN_BIDDING,
    PUBLIC,
    SEALED,
    Better,
    LotMode,
    LotState,
    PaperKind,
    PricingBasis,
    TieRule,
)
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.market.models import Mode, Need, Technology
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right

SECRET = ("reserve", "reserve_nonce")
"""What the history, lists, exports and events never hold before the bids are closed."""


@tracked(exclude=SECRET)
class Lot(models.Model):
    """What is sold, licensed or sought. `owner` sells it, or buys it where the object is a need.

    Qinglan runs the bidding; `organiser` is the lawful organiser, with its `organiser_licence`, and `custodian`
    holds the deposits. `owner_class` and `mode` are admitted together by ``auctions.yaml``. `start_price` is the
    first price of rising and falling bids, the asking price of a fixed one, the agreed price of an agreed one, the
    fee of an open licence. `reserve` is the secret lowest (for a need the highest) price; where
    `reserve_is_public` it is disclosed; else its commitment is, which `reserve_nonce` opens. `step` is the least
    raise, or by how much a falling price falls every `step_seconds` down to `floor_price`. A bid within the last `soft_close_seconds` moves the end to
    `extend_seconds` after it. Moments are planned ones; the end that really holds while bids are taken stands with
    the bids. `follows` is the lot that had to be offered again. A training lot counts days in seconds.
    """

    number = models.CharField(_("number of the lot"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=3000, blank=True)
    technology = models.ForeignKey(
        Technology, on_delete=models.PROTECT, null=True, blank=True, related_name="lots"
    )
    right = models.ForeignKey(Right, on_delete=models.PROTECT, null=True, blank=True, related_name="lots")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="lots")
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="lots", verbose_name=_("seller or buyer")
    )
    owner_class = models.CharField(_("class of the seller"), max_length=40)
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="organised_lots", verbose_name=_("organiser")
    )
    organiser_licence = models.CharField(_("licence of the organiser"), max_length=80, blank=True)
    custodian = models.CharField(_("custodian of the deposits"), max_length=120)
    transfer_mode = models.CharField(_("what is granted"), max_length=20, choices=Mode.choices)
    terms = models.TextField(_("conditions of the deal"), max_length=10_000, blank=True)
    mode = models.CharField(pgettext_lazy("lot", "mode"), max_length=16, choices=LotMode.choices)
    better = models.CharField(max_length=6, choices=Better.choices, default=Better.HIGHER, editable=False)
    tie_rule = models.CharField(
        _("between equal bids"), max_length=8, choices=TieRule.choices, default=TieRule.EARLIER
    )
    pricing_basis = models.CharField(_("basis of the price"), max_length=12, choices=PricingBasis.choices)
    decision_number = models.CharField(_("internal decision"), max_length=120)
    decision_date = models.DateField(_("date of the internal decision"))
    start_price = models.BigIntegerField(_("start price"), null=True, blank=True)
    step = models.BigIntegerField(_("step"), null=True, blank=True)
    step_seconds = models.PositiveIntegerField(_("seconds for each step"), null=True, blank=True)
    floor_price = models.BigIntegerField(_("lowest price of the fall"), null=True, blank=True)
    reserve = models.BigIntegerField(_("reserve price"), null=True, blank=True)
    reserve_nonce = models.CharField(max_length=64, blank=True, editable=False)
    reserve_is_public = models.BooleanField(_("the reserve price is disclosed"), default=False)
    deposit = models.BigIntegerField(_("deposit"), default=0)
    soft_close_seconds = models.PositiveIntegerField(_("a bid in the last seconds extends"), default=0)
    extend_seconds = models.PositiveIntegerField(_("by seconds"), default=0)
    buyer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed buyer"),
    )
    disclosure_days = models.PositiveSmallIntegerField(_("days of disclosure"))
    disclosed_at = models.DateTimeField(_("disclosed"), null=True, editable=False)
    applications_until = models.DateTimeField(_("applications until"), null=True, blank=True)
    bids_from = models.DateTimeField(_("bids from"), null=True, blank=True)
    bids_until = models.DateTimeField(_("bids until"), null=True, blank=True)
    is_training = models.BooleanField(_("training"), default=False, editable=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers", editable=False
    )
    state = models.CharField(_("state"), max_length=10, choices=LotState.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("lot")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-id"], name="lots_by_state"),
            models.Index(fields=["owner", "-id"], name="lots_of_an_owner"),
            models.Index(fields=["organiser", "state"], name="lots_of_an_organiser"),
            models.Index(fields=["bids_until"], condition=Q(state="bidding"), name="lots_that_close"),
            models.Index(fields=["bids_from"], condition=Q(state="disclosed"), name="lots_that_open"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(technology__isnull=False, right__isnull=True, need__isnull=True)
                | Q(technology__isnull=True, right__isnull=False, need__isnull=True)
                | Q(technology__isnull=True, right__isnull=True, need__isnull=False),
                name="a_lot_has_one_object",
            ),
            models.CheckConstraint(
                condition=Q(need__isnull=True, better="higher") | Q(need__isnull=False, better="lower"),
                name="who_buys_wants_the_lower_price",
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("organiser")), name="nobody_organises_the_sale_of_his_own"
            ),
            models.CheckConstraint(
                condition=Q(deposit__gte=0)
                & (Q(start_price__isnull=True) | Q(start_price__gt=0))
                & (Q(step__isnull=True) | Q(step__gt=0))
                & (Q(reserve__isnull=True) | Q(reserve__gt=0)),
                name="amounts_of_a_lot_are_positive",
            ),
            models.CheckConstraint(
                condition=~Q(mode__in=["online", "auction", "dutch", "fixed", "agreed", "open_licence"])
                | Q(start_price__isnull=False),
                name="an_open_lot_has_its_first_price",
            ),
            models.CheckConstraint(
                condition=~Q(mode__in=["online", "auction", "dutch"]) | Q(step__isnull=False),
                name="open_bids_move_by_a_step",
            ),
            models.CheckConstraint(
                condition=~Q(mode="dutch")
                | Q(step_seconds__gt=0, floor_price__gt=0, floor_price__lte=F("start_price")),
                name="a_falling_price_has_pace_and_floor",
            ),
            models.CheckConstraint(
                condition=Q(mode="agreed", buyer__isnull=False) | (~Q(mode="agreed") & Q(buyer__isnull=True)),
                name="an_agreed_price_has_its_buyer",
            ),
            models.CheckConstraint(
                condition=Q(soft_close_seconds=0, extend_seconds=0)
                | Q(soft_close_seconds__gt=0, extend_seconds__gt=0),
                name="a_soft_close_says_how_long",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "check", "returned"]) | Q(disclosed_at__isnull=False),
                name="a_public_lot_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(bids_from__isnull=True)
                | Q(bids_until__isnull=True)
                | Q(bids_until__gt=F("bids_from")),
                name="bids_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "stopped", "returned"]) | ~Q(reason=""),
                name="a_lot_that_failed_says_why",
            ),
            models.UniqueConstraint(
                Coalesce("technology", 0),
                Coalesce("right", 0),
                Coalesce("need", 0),
                "transfer_mode",
                condition=~Q(state__in=["draft", "returned", "concluded", "failed", "stopped"]),
                name="an_object_is_offered_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("auctions:lot", args=[self.number])

    @classmethod
    def words_of(cls, name: str) -> str:
        """How one of its fields is called, in the reader's language."""
        field = cls._meta.get_field(name)
        return str(getattr(field, "verbose_name", name))

    @property
    def key(self) -> str:
        """The stream of its events, and its owner key in the ledger."""
        return f"lot:{self.number}"

    @property
    def subject(self) -> Any:
        """The object: technology, right or need."""
        return self.technology or self.right or self.need

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.state in PUBLIC

    @property
    def takes_bids(self) -> bool:
        """Whether bids are still to come."""
        return self.state in (LotState.DISCLOSED, LotState.BIDDING)

    @property
    def is_sealed(self) -> bool:
        """Whether its bids are hidden until they are opened."""
        return self.mode in SEALED

    @property
    def is_open_bidding(self) -> bool:
        """Whether its bids are seen at once."""
        return self.mode in OPEN_BIDDING

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LOT_LIGHTS[LotState(self.state)]


@tracked()
class LotPaper(models.Model):
    """A file of a lot. `is_public` ones are disclosed with it; others only its owner and organiser read."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind of paper"), max_length=12, choices=PaperKind.choices)
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("disclosed"), default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["lot", "file"], name="a_file_stands_once_with_a_lot"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class LotQuestion(models.Model):
    """A question about a lot and its answer, published to all without saying who asked."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=1000)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answer_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AmendmentKind(models.TextChoices):
    """Why a disclosed lot changed."""

    CONTENT = "content", pgettext_lazy("amendment of a lot", "Content amended")
    DATES = "dates", pgettext_lazy("amendment of a lot", "Dates moved")
    OUTAGE = "outage", pgettext_lazy("amendment of a lot", "Extended after an outage")


class LotAmendment(models.Model):
    """A published change of a disclosed lot: field by field what stood and what stands. Append-only."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=8, choices=AmendmentKind.choices)
    reason = models.CharField(_("reason"), max_length=300)
    before = models.JSONField()
    after = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind}"


@tracked()
class Criterion(models.Model):
    """What a competitive selection judges: points out of 100; one criterion is the price, by its formula."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="criteria")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(_("criterion"), max_length=120)
    points = models.PositiveSmallIntegerField(_("points"))
    is_price = models.BooleanField(_("the price"), default=False)
    guide = models.CharField(_("how points are given"), max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["lot", "place"], name="places_of_criteria_differ"),
            models.UniqueConstraint(
                fields=["lot"], condition=Q(is_price=True), name="one_criterion_is_the_price"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=100), name="a_criterion_has_points"
            ),
        ]

    def __str__(self) -> str:
        return self.title
