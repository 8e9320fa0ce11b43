"""The result of a lot, its public notice with objections, and whether the winner signed. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models.bidder import Bidder
from qinglan.auctions.models.lot import Lot
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


class Failure(models.TextChoices):
    """Why nobody won."""

    NONE = "", pgettext_lazy("failure of a lot", "none")
    NO_BIDS = "no_bids", pgettext_lazy("failure of a lot", "No valid bid")
    BELOW_RESERVE = (
        "below_reserve",
        pgettext_lazy("failure of a lot", "The best bid misses the reserve price"),
    )
    TOO_FEW = "too_few", pgettext_lazy("failure of a lot", "Fewer than three valid offers")


class DecidedBy(models.TextChoices):
    """What put the winner before the next one."""

    NONE = "", pgettext_lazy("decided by", "nothing")
    FIRST = "first", pgettext_lazy("decided by", "accepted first")
    PRICE = "price", pgettext_lazy("decided by", "the better price")
    POINTS = "points", pgettext_lazy("decided by", "more points")
    EARLIER = "earlier", pgettext_lazy("decided by", "equal bids, received earlier")
    DRAW = "draw", pgettext_lazy("decided by", "equal bids, drawn")


class Because(models.TextChoices):
    """Why a result was reckoned."""

    CLOSED = "closed", pgettext_lazy("result because", "The bids were closed")
    OBJECTION = "objection", pgettext_lazy("result because", "An objection was upheld")
    DEFAULT = "default", pgettext_lazy("result because", "The winner did not sign")


class LotResult(models.Model):
    """A result as it was reckoned from the stream of the lot. Append-only; the one of the highest `turn` holds.

    `winner` is the number or label by which the bids name him, `organisation` who that is. `passed_over` are the
    winners of earlier turns, who count no more. `ranking` holds every bid that counted, in its place, with what
    its points are made of; `at_event` is the number of the last event that was read for it.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="results")
    turn = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=10, choices=Because.choices)
    failure = models.CharField(max_length=14, choices=Failure.choices, blank=True)
    winner = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="won_lots"
    )
    bidder = models.ForeignKey(Bidder, on_delete=models.PROTECT, null=True, related_name="+")
    price = models.BigIntegerField(_("price"), null=True)
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    passed_over = models.JSONField(default=list)
    ranking = models.JSONField()
    at_event = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["turn"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["lot", "turn"], name="one_result_a_turn"),
            models.CheckConstraint(
                condition=Q(failure="", organisation__isnull=False, price__gt=0)
                & ~Q(winner="")
                & ~Q(decided_by="")
                | ~Q(failure="") & Q(organisation__isnull=True, price__isnull=True, winner="", decided_by=""),
                name="a_lot_has_a_winner_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.turn} {self.winner or self.failure}"


class ResultNoticeState(models.TextChoices):
    """How the notice of a result stands."""

    POSTED = "posted", pgettext_lazy("notice of a result", "posted")
    CLOSED = "closed", pgettext_lazy("notice of a result", "closed without an upheld objection")
    UPSET = "upset", pgettext_lazy("notice of a result", "ended by an objection")


@tracked()
class ResultNotice(models.Model):
    """结果公示: name and price of the winner. The day of posting does not count; `ends_at` is too late."""

    result = models.OneToOneField(LotResult, on_delete=models.PROTECT, related_name="notice")
    state = models.CharField(max_length=6, choices=ResultNoticeState.choices)
    posted_at = models.DateTimeField(_("posted"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    last_day = models.DateField(_("last day"))
    ends_at = models.DateTimeField(_("ends"))
    contact = models.CharField(_("contact for objections"), max_length=200)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-posted_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends_at"], condition=Q(state="posted"), name="result_notices_that_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="posted", closed_at__isnull=True)
                | (~Q(state="posted") & Q(closed_at__isnull=False)),
                name="a_closed_result_notice_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__gte=F("ends_at")),
                name="a_result_notice_stands_to_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.state}"


class Ruling(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", pgettext_lazy("objection to a result", "not ruled on yet")
    DISMISSED = "dismissed", pgettext_lazy("objection to a result", "dismissed")
    UPHELD = "upheld", pgettext_lazy("objection to a result", "upheld")


@tracked(exclude=("name", "contact", "text", "answer"))
class ResultObjection(models.Model):
    """An objection to a result 异议, by somebody with an account. Only those who rule on it read the words."""

    notice = models.ForeignKey(ResultNotice, on_delete=models.PROTECT, related_name="objections")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed"))
    name = models.CharField(_("name"), max_length=100)
    contact = models.CharField(_("how to reach you"), max_length=100)
    text = models.CharField(_("what is wrong, and what proves it"), max_length=3000)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=Ruling.choices)
    answer = models.CharField(_("ruling and reasons"), max_length=2000, blank=True)
    ruled_at = models.DateTimeField(_("ruled"), null=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open", ruled_at__isnull=True, answer="")
                | (~Q(state="open") & Q(ruled_at__isnull=False) & ~Q(answer="")),
                name="a_ruling_has_moment_and_reasons",
            ),
            models.UniqueConstraint(
                fields=["notice", "filed_by"], condition=Q(state="open"), name="one_open_objection_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.state}"


class SigningState(models.TextChoices):
    """Whether the winner signed."""

    WAITING = "waiting", pgettext_lazy("signing", "waits for the contract")
    SIGNED = "signed", pgettext_lazy("signing", "signed")
    DEFAULTED = "defaulted", pgettext_lazy("signing", "not signed, in default")


@tracked()
class Signing(models.Model):
    """Until when the winner signs, and what became of it. `contract_number` is that of the contract signed."""

    result = models.OneToOneField(LotResult, on_delete=models.PROTECT, related_name="signing")
    state = models.CharField(max_length=9, choices=SigningState.choices)
    sign_until = models.DateTimeField(_("to be signed by"))
    contract_number = models.CharField(_("number of the contract"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sign_until"], condition=Q(state="waiting"), name="signings_that_are_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="a_settled_signing_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | ~Q(contract_number=""), name="what_was_signed_has_its_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="defaulted") | ~Q(reason=""), name="a_default_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.state}"


class Sold(models.Model):
    """What is handed over to a contract: buyer, seller, price of a lot. Append-only. `difference_owed_by` names the
    winner in default of the lot before this one, who pays what it brought less (拍卖).
    """

    result = models.OneToOneField(LotResult, on_delete=models.PROTECT, related_name="sold")
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    price = models.BigIntegerField(_("price"))
    difference = models.BigIntegerField(_("difference to the earlier price"), default=0)
    difference_owed_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(difference=0, difference_owed_by__isnull=True)
                | Q(difference__gt=0, difference_owed_by__isnull=False),
                name="a_difference_is_owed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.price}"
