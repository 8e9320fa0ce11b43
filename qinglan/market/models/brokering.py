"""What brokers do: mandates 委托, introductions 报备, notes of visits, cards."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.market.models.need import Need
from qinglan.market.models.technology import Technology
from qinglan.parties.models import Broker, Organisation


class MandateState(models.TextChoices):
    """How a mandate stands; changed by the verbs of ``domain/mandate.py`` alone."""

    PROPOSED = "proposed", pgettext_lazy("mandate", "Proposed, waits for the client")
    IN_FORCE = "in_force", pgettext_lazy("mandate", "In force")
    DECLINED = "declined", pgettext_lazy("mandate", "Declined")
    ENDED = "ended", pgettext_lazy("mandate", "Ended")


class CommissionKind(models.TextChoices):
    """What a commission is reckoned by."""

    SHARE = "share", _("share of what is received")
    FIXED = "fixed", _("fixed amount on success")
    NONE = "none", _("no commission")


MANDATE_LIGHTS = {
    MandateState.PROPOSED: "due",
    MandateState.IN_FORCE: "done",
    MandateState.DECLINED: "idle",
    MandateState.ENDED: "idle",
}


@tracked()
class Mandate(models.Model):
    """A broker acts for `client` on one technology or need. `share` in per mille, `amount` in 分.

    A commission falls due when the client has received its money, never before (`commission_due_on`).
    """

    broker = models.ForeignKey(Broker, on_delete=models.PROTECT, related_name="mandates")
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    technology = models.ForeignKey(Technology, on_delete=models.PROTECT, null=True, related_name="mandates")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="mandates")
    commission = models.CharField(_("commission"), max_length=6, choices=CommissionKind.choices)
    share = models.PositiveSmallIntegerField(_("share (‰)"), null=True)
    amount = models.BigIntegerField(_("amount"), null=True)
    is_exclusive = models.BooleanField(_("no other broker meanwhile"), default=False)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    terms = models.TextField(_("further terms"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MandateState.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(technology__isnull=False, need__isnull=True)
                | Q(technology__isnull=True, need__isnull=False),
                name="a_mandate_is_about_one_listing",
            ),
            models.CheckConstraint(
                condition=Q(commission="share", share__gt=0, share__lte=1000, amount__isnull=True)
                | Q(commission="fixed", amount__gt=0, share__isnull=True)
                | Q(commission="none", amount__isnull=True, share__isnull=True),
                name="a_commission_has_the_figure_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")), name="a_mandate_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["broker", "technology", "need"],
                condition=Q(state__in=["proposed", "in_force"]),
                nulls_distinct=False,
                name="one_open_mandate_of_a_broker_on_a_listing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broker} · {self.listing}"

    @property
    def listing(self) -> Technology | Need:
        """What it is about."""
        found = self.technology or self.need
        assert found is not None  # Held by a_mandate_is_about_one_listing.
        return found

    @property
    def light(self) -> str:
        """The light beside its state."""
        return MANDATE_LIGHTS[MandateState(self.state)]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("mandates:record", args=[self.pk])


class IntroductionState(models.TextChoices):
    """How a registered introduction stands; changed by the verbs of ``domain/introduction.py`` alone."""

    BLOCKED = "blocked", pgettext_lazy("introduction", "Blocked until both sides confirm")
    PROTECTED = "protected", pgettext_lazy("introduction", "Protected")
    REFUSED = "refused", pgettext_lazy("introduction", "Refused by a side")
    LAPSED = "lapsed", pgettext_lazy("introduction", "Protection over")
    WITHDRAWN = "withdrawn", pgettext_lazy("introduction", "Withdrawn")


INTRODUCTION_LIGHTS = {
    IntroductionState.BLOCKED: "due",
    IntroductionState.PROTECTED: "done",
    IntroductionState.REFUSED: "late",
    IntroductionState.LAPSED: "idle",
    IntroductionState.WITHDRAWN: "idle",
}


@tracked()
class Introduction(models.Model):
    """报备: this broker brought these two together, at this moment; protected until a day by rule.

    Where the broker has mandates of both sides it is blocked until both have seen and confirmed that he acts
    for both (`confirmed_…`).
    """

    broker = models.ForeignKey(Broker, on_delete=models.PROTECT, related_name="introductions")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="introductions")
    technology = models.ForeignKey(Technology, on_delete=models.PROTECT, related_name="introductions")
    is_double = models.BooleanField(_("acts for both sides"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=IntroductionState.choices)
    registered_at = models.DateTimeField(_("registered"))
    protected_until = models.DateField(_("protected until"))
    rule = models.CharField(max_length=80)
    confirmed_need_at = models.DateTimeField(null=True)
    confirmed_technology_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-registered_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["need", "technology"],
                condition=Q(state__in=["blocked", "protected"]),
                name="a_pair_is_protected_for_one_broker",
            ),
            models.CheckConstraint(
                condition=Q(is_double=False)
                | ~Q(state="protected")
                | Q(confirmed_need_at__isnull=False, confirmed_technology_at__isnull=False),
                name="a_double_agency_stands_only_confirmed_by_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need.reference} – {self.technology.reference}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return INTRODUCTION_LIGHTS[IntroductionState(self.state)]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("introductions:record", args=[self.pk])


class VisitNote(models.Model):
    """What a broker noted of a visit, call or meeting outside the system; his own, and his agency's officers count it."""

    class Way(models.TextChoices):
        """How they met."""

        VISIT = "visit", _("Visit")
        CALL = "call", _("Call")
        ONLINE = "online", _("Online meeting")

    broker = models.ForeignKey(Broker, on_delete=models.PROTECT, related_name="visit_notes")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    way = models.CharField(_("how"), max_length=6, choices=Way.choices)
    on = models.DateField(_("day"))
    text = models.TextField(_("what was said"), max_length=5000)
    need = models.ForeignKey(Need, on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.organisation}"


class CardVisits(models.Model):
    """How often the card of a broker was opened on a day. No visitor is noted."""

    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="card_visits")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["broker", "on"], name="a_day_of_a_card_is_counted_in_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.count}"
