"""Part-time work, start-ups and leaves of researchers, and enterprise staff who lead research 兼职、离岗创业."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.market.models import Technology
from qinglan.parties.models import Organisation


class MobilityWay(models.TextChoices):
    """Which way somebody moves; the periods and conditions of each are data (``mobility.yaml``)."""

    PART_TIME = "part_time", pgettext_lazy("mobility", "Part-time work")
    START_UP = "start_up", pgettext_lazy("mobility", "Start-up while in post")
    LEAVE = "leave", pgettext_lazy("mobility", "Leave of post to found a firm")
    LEAD = "lead", pgettext_lazy("mobility", "Enterprise staff leading research")


class MobilityState(models.TextChoices):
    """How an arrangement stands; changed by `domain.mobility_state.set_mobility_state` alone."""

    DRAFT = "draft", pgettext_lazy("mobility", "Draft")
    APPLIED = "applied", pgettext_lazy("mobility", "Applied for")
    RETURNED = "returned", pgettext_lazy("mobility", "Returned for correction")
    REFUSED = "refused", pgettext_lazy("mobility", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("mobility", "Taken back")
    APPROVED = "approved", pgettext_lazy("mobility", "Approved, agreement to be signed")
    IN_FORCE = "in_force", pgettext_lazy("mobility", "In force")
    EXPIRED = "expired", pgettext_lazy("mobility", "Run out, to be settled")
    ENDED = "ended", pgettext_lazy("mobility", "Ended")


MOBILITY_LIGHTS = {
    MobilityState.DRAFT: "idle",
    MobilityState.APPLIED: "due",
    MobilityState.RETURNED: "late",
    MobilityState.REFUSED: "idle",
    MobilityState.WITHDRAWN: "idle",
    MobilityState.APPROVED: "due",
    MobilityState.IN_FORCE: "done",
    MobilityState.EXPIRED: "late",
    MobilityState.ENDED: "idle",
}
MOBILITY_WRITABLE = frozenset({MobilityState.DRAFT, MobilityState.RETURNED})
MOBILITY_RUNS = frozenset({MobilityState.IN_FORCE, MobilityState.EXPIRED})


class MobilityOutcome(models.TextChoices):
    """How an arrangement ended."""

    NONE = "", pgettext_lazy("end of mobility", "not yet")
    RETURNED = "returned", pgettext_lazy("end of mobility", "Returned to post")
    RESIGNED = "resigned", pgettext_lazy("end of mobility", "Resigned from the unit")
    FINISHED = "finished", pgettext_lazy("end of mobility", "The arrangement ended")


@tracked(exclude=("person_name", "post"))
class Mobility(models.Model):
    """One arrangement of one person between a unit and a firm. `number` is our own (``RY-2026-0001``).

    `unit` decides: the employer of the researcher, or for enterprise staff the unit whose research they lead;
    `firm` is the other side, which may be on record or named only. `person` is empty while the unit records
    somebody without an account. What nobody answered (`is_head` and the like) is empty, never no. `ends_on` is
    the last day, moved by extensions. Name and post are personal data and not kept in the history.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    form = models.CharField(_("form"), max_length=10, choices=MobilityWay.choices)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mobilities")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="mobilities"
    )
    person_name = models.CharField(_("name of the person"), max_length=60)
    post = models.CharField(_("post and title"), max_length=100)
    firm = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="mobilities_received"
    )
    firm_name = models.CharField(_("name of the firm"), max_length=120)
    firm_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    technology = models.ForeignKey(
        Technology, on_delete=models.PROTECT, null=True, blank=True, related_name="mobilities"
    )
    task = models.CharField(_("work, result or project it is about"), max_length=500)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    years_of_service = models.PositiveSmallIntegerField(
        _("years of service in the unit"), null=True, blank=True
    )
    is_head = models.BooleanField(_("holds a leading post"), null=True, blank=True)
    leads_national_project = models.BooleanField(_("leads a major national project"), null=True, blank=True)
    is_under_investigation = models.BooleanField(_("is under investigation"), null=True, blank=True)
    pay_terms = models.TextField(_("pay, insurance and title"), max_length=1000, blank=True)
    ip_terms = models.TextField(_("who owns what is invented"), max_length=1000, blank=True)
    secrecy_terms = models.TextField(_("secrecy and competition"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MobilityState.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    noticed_from = models.DateField(_("on notice in the unit from"), null=True, blank=True, editable=False)
    noticed_until = models.DateField(_("on notice until"), null=True, blank=True, editable=False)
    decision = models.CharField(_("decision of the unit"), max_length=200, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    agreement = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    agreed_on = models.DateField(_("agreement signed on"), null=True, blank=True, editable=False)
    outcome = models.CharField(
        _("how it ended"), max_length=8, choices=MobilityOutcome.choices, blank=True, editable=False
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("mobility arrangement")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "state", "ends_on"], name="mobilities_of_a_unit"),
            models.Index(fields=["ends_on"], condition=Q(state="in_force"), name="mobilities_that_run_out"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_mobility_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "in_force", "expired", "ended"])
                | (Q(decided_on__isnull=False) & ~Q(decision="")),
                name="an_approved_mobility_names_the_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "expired", "ended"])
                | Q(agreement__isnull=False, agreed_on__isnull=False),
                name="a_mobility_in_force_has_its_agreement",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(outcome="")
                | (~Q(state="ended") & Q(ended_on__isnull=True, outcome="")),
                name="an_ended_mobility_says_how_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused"]) | ~Q(reason=""),
                name="a_mobility_sent_back_says_why",
            ),
            models.UniqueConstraint(
                fields=["unit", "person"],
                condition=Q(form="leave", state__in=["approved", "in_force", "expired"]),
                name="one_leave_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.firm_name}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:mobility", args=[self.number])

    @property
    def key(self) -> str:
        """The name of its stream of events."""
        return f"mobility:{self.number}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return MOBILITY_LIGHTS[MobilityState(self.state)]

    def runs_on(self, day: date) -> bool:
        """Whether it is or was in force on `day`."""
        last = self.ended_on or self.ends_on
        return self.agreed_on is not None and self.starts_on <= day <= last


class ExtensionState(models.TextChoices):
    """How a request for a longer term stands."""

    ASKED = "asked", pgettext_lazy("extension", "Asked for")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", pgettext_lazy("extension", "Refused")


@tracked()
class MobilityExtension(models.Model):
    """A longer term, asked for and decided. `was_until` is the last day before it, `until` the one asked for."""

    mobility = models.ForeignKey(Mobility, on_delete=models.PROTECT, related_name="extensions")
    was_until = models.DateField(editable=False)
    until = models.DateField(_("new last day"))
    is_profitable = models.BooleanField(_("the firm makes a profit already"))
    reason = models.CharField(_("reason"), max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=ExtensionState.choices, editable=False)
    answer = models.CharField(_("answer of the unit"), max_length=500, blank=True)
    asked_at = models.DateTimeField(editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mobility"], condition=Q(state="asked"), name="one_extension_is_asked_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("was_until")), name="an_extension_makes_it_longer"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False) & ~Q(answer="")),
                name="a_decided_extension_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mobility_id} {self.until}"


@tracked(exclude=("work", "results"))
class MobilityReport(models.Model):
    """What was done within a year, as the person reports it 年度报告. One a year."""

    mobility = models.ForeignKey(Mobility, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    work = models.TextField(_("what was done"), max_length=3000)
    results = models.TextField(_("results, contracts, firms"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(editable=False)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mobility", "year"], name="one_mobility_report_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.mobility_id} {self.year}"
