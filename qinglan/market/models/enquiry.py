"""Enquiries 对接意向: somebody asks about a technology or a need, in the name of an organisation."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


def last_day_before(moment: datetime) -> date:
    """The last legal day that ends at `moment` or holds it: what expires at 24:00 ends with that day."""
    return (moment - timedelta(microseconds=1)).astimezone(clock.SHANGHAI).date()


class Side(models.TextChoices):
    """The two sides of a contact."""

    ASKING = "asking", pgettext_lazy("side of a contact", "The side that asked")
    OWNING = "owning", pgettext_lazy("side of a contact", "The side that was asked")

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.OWNING if self == Side.ASKING else Side.ASKING


class EnquiryState(models.TextChoices):
    """How an enquiry stands; changed by `domain.enquiry_state.set_enquiry_state` alone."""

    SENT = "sent", pgettext_lazy("enquiry", "Waits for an answer")
    ASKED = "asked", pgettext_lazy("enquiry", "Asked back, waits for the asking side")
    ACCEPTED = "accepted", pgettext_lazy("enquiry", "Accepted, talks under way")
    DECLINED = "declined", pgettext_lazy("enquiry", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("enquiry", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("enquiry", "Expired without an answer")
    ENDED = "ended", pgettext_lazy("enquiry", "Talks ended")


LIVE = ("sent", "asked", "accepted")
"""States in which no second enquiry about the same may be sent."""
ENQUIRY_LIGHTS = {
    EnquiryState.SENT: "due", EnquiryState.ASKED: "due", EnquiryState.ACCEPTED: "done",
    EnquiryState.DECLINED: "idle", EnquiryState.WITHDRAWN: "idle", EnquiryState.EXPIRED: "late",
    EnquiryState.ENDED: "idle",
}  # fmt: skip


@tracked(exclude=("asking_alias", "asking_alias_en", "owning_alias", "owning_alias_en"))
class Enquiry(models.Model):
    """One enquiry of `sender` to `receiver`, the owner of what it is `about`.

    Where it is about a need, `technology` may name what the asking side offers for it, and the other way
    round. An alias stands in place of a side's name until `…_named_at`; "" where the side hides nothing.
    `first_answered_at` is when the receiver first said yes, no or asked back: the reply time runs to it.
    `shows_reason` tells that the other side reads the coded `reason` and not the neutral words.
    """

    about = models.CharField(max_length=10, choices=[("technology", _("Technology")), ("need", _("Need"))])
    technology = models.ForeignKey("market.Technology", on_delete=models.PROTECT, null=True, related_name="+")
    need = models.ForeignKey("market.Need", on_delete=models.PROTECT, null=True, related_name="+")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asking_alias = models.CharField(max_length=60, blank=True)
    asking_alias_en = models.CharField(max_length=120, blank=True)
    asking_named_at = models.DateTimeField(null=True)
    owning_alias = models.CharField(max_length=60, blank=True)
    owning_alias_en = models.CharField(max_length=120, blank=True)
    owning_named_at = models.DateTimeField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=EnquiryState.choices)
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("to be answered by"))
    first_answered_at = models.DateTimeField(_("first answer"), null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    shows_reason = models.BooleanField(_("the other side reads the reason"), default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sender", "-sent_at"], name="enquiries_sent"),
            models.Index(fields=["receiver", "-sent_at"], name="enquiries_received"),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=["sent", "asked"]), name="enquiries_that_end"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(about="technology", technology__isnull=False)
                | Q(about="need", need__isnull=False),
                name="an_enquiry_is_about_something",
            ),
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")), name="nobody_enquires_of_his_own_organisation"
            ),
            models.UniqueConstraint(
                fields=["sender", "technology"],
                condition=Q(about="technology", state__in=LIVE),
                name="one_live_enquiry_about_a_technology",
            ),
            models.UniqueConstraint(
                fields=["sender", "need"],
                condition=Q(about="need", state__in=LIVE),
                name="one_live_enquiry_about_a_need",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, settled_at__isnull=True)
                | (~Q(state__in=LIVE) & Q(settled_at__isnull=False)),
                name="a_settled_enquiry_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="a_declined_enquiry_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined", "asked", "ended"])
                | Q(first_answered_at__isnull=False),
                name="an_answered_enquiry_says_when",
            ),
            models.CheckConstraint(
                condition=Q(asking_alias="") | Q(owning_alias=""), name="one_side_at_least_says_who_it_is"
            ),
            models.CheckConstraint(
                condition=(~Q(asking_alias="") | Q(asking_named_at__isnull=False))
                & (~Q(owning_alias="") | Q(owning_named_at__isnull=False)),
                name="a_side_without_alias_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.listing}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("enquiries:record", args=[self.pk])

    @property
    def reference(self) -> str:
        """The number by which people name it: ``E000012``."""
        return f"E{self.pk:06d}"

    @property
    def key(self) -> str:
        """The stream of its events."""
        return f"enquiry:{self.pk}"

    @property
    def listing(self) -> Any:
        """What it is about."""
        return self.technology if self.about == "technology" else self.need

    @property
    def offered(self) -> Any:
        """What the asking side brings along, or None."""
        return self.need if self.about == "technology" else self.technology

    @property
    def light(self) -> str:
        """The light beside its state."""
        return ENQUIRY_LIGHTS[EnquiryState(self.state)]

    @property
    def last_day(self) -> date:
        """The last day on which it may be answered."""
        return last_day_before(self.expires_at)

    def organisation(self, side: str) -> Organisation:
        """The organisation of a side."""
        return self.sender if side == Side.ASKING else self.receiver

    def organisation_id(self, side: str) -> int:
        """The key of the organisation of a side."""
        found: int = self.sender_id if side == Side.ASKING else self.receiver_id
        return found

    def is_named(self, side: str) -> bool:
        """Whether the other side knows its name."""
        return getattr(self, f"{side}_named_at") is not None

    def name_of(self, side: str, reader: str) -> str:
        """The name of a side as the side `reader` reads it ("" for a third party): name or alias."""
        if side == reader or self.is_named(side):
            return str(self.organisation(side).name)
        english = getattr(self, f"{side}_alias_en") if get_language() == "en" else ""
        return str(english or getattr(self, f"{side}_alias"))


class EnquiryAnswer(models.Model):
    """What the asking side wrote to a standard question. Only grows. The question stays as it was worded."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(max_length=40)
    question = models.CharField(max_length=200)
    question_en = models.CharField(max_length=300)
    text = models.CharField(max_length=1000)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enquiry", "code"], name="a_standard_question_is_answered_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def asked(self) -> str:
        """The question in the reader's language."""
        return self.question_en if get_language() == "en" else self.question


class EnquiryAct(models.TextChoices):
    """What happened to an enquiry, as its own log says."""

    SENT = "sent", pgettext_lazy("enquiry act", "sent")
    ASKED = "asked", pgettext_lazy("enquiry act", "asked back")
    REPLIED = "replied", pgettext_lazy("enquiry act", "replied to the question")
    ACCEPTED = "accepted", pgettext_lazy("enquiry act", "accepted")
    DECLINED = "declined", pgettext_lazy("enquiry act", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("enquiry act", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("enquiry act", "expired without an answer")
    NAMED = "named", pgettext_lazy("enquiry act", "said which organisation it is")
    ENDED = "ended", pgettext_lazy("enquiry act", "talks ended")


class EnquiryStep(models.Model):
    """One step of an enquiry, with what was said at it. Only grows. `side` is "" where nobody acted."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=EnquiryAct.choices)
    side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    acting_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(EnquiryAct(self.act).label)
