"""Work items: what is to be done on a case, by whom, until when, and how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation
from qinglan.programmes.models.case import Case


class StepType(models.TextChoices):
    """The closed set of types of work items."""

    FORM = "form", _("application form")
    FORMAL_CHECK = "formal_check", _("formal check")
    CORRECTION = "correction", _("correction")
    RECOMMENDATION = "recommendation", _("recommendation")
    JOINT_CHECK = "joint_check", _("joint check by departments")
    DRAW = "draw", _("draw of experts")
    REVIEW = "review", _("expert review")
    SITE_VISIT = "site_visit", _("site visit")
    MEETING = "meeting", _("meeting")
    PUBLIC_NOTICE = "public_notice", _("public notice")
    DECISION = "decision", pgettext_lazy("step", "decision")
    CERTIFICATE = "certificate", _("certificate")
    UPPER_ACCEPTANCE = "upper_acceptance", _("acceptance above")
    UPPER_RESULT = "upper_result", _("result from above")
    PAYMENT = "payment", _("payment")


class Owner(models.TextChoices):
    """Who does it."""

    APPLICANT = "applicant", _("applicant")
    RECOMMENDER = "recommender", _("recommending body")
    OFFICER = "officer", _("officer")
    DEPARTMENTS = "departments", _("departments")
    SECRETARY = "secretary", _("secretary of the panel")
    EXPERTS = "experts", _("experts")
    VISITORS = "visitors", _("visiting team")
    DECISION_MAKER = "decision_maker", _("decision maker")


class ItemState(models.TextChoices):
    """Where a work item is."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", pgettext_lazy("step", "dropped")


@tracked()
class WorkItem(models.Model):
    """One visit of a case to a step. `visit` counts them (a correction may come twice).

    Opened and closed by `domain.flow` alone. `territory` and `organisation` say whose desk it lies on.
    `outcome` is one of those of its type; `clause`, `reason_code` and `reason` say why. `due_at` is None
    where the step has no period; while the case's clock is stopped it stands still.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    step = models.CharField(_("step"), max_length=50)
    type = models.CharField(_("type of step"), max_length=16, choices=StepType.choices)
    owner = models.CharField(_("owner"), max_length=14, choices=Owner.choices)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    visit = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=8, choices=ItemState.choices, default=ItemState.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"), null=True)
    due_is_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=16, blank=True)
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    reason = models.TextField(_("reason in words"), max_length=2000, blank=True)
    clause = models.CharField(_("clause"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("work item")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "id"], name="work_item_by_case"),
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="open_work_item_by_due"),
            models.Index(
                fields=["step", "due_at", "id"], condition=Q(state="open"), name="open_work_item_by_step"
            ),
            models.Index(
                fields=["owner", "territory", "due_at", "id"],
                condition=Q(state="open"),
                name="open_work_item_by_owner",
            ),
            models.Index(
                fields=["organisation", "due_at", "id"],
                condition=Q(state="open", organisation__isnull=False),
                name="open_work_item_by_body",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "step", "visit"], name="visits_of_a_step_differ"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="one_open_work_item_per_case"
            ),
            models.CheckConstraint(
                condition=(Q(state="open") & Q(closed_at__isnull=True) & Q(outcome=""))
                | (Q(state="done") & Q(closed_at__isnull=False) & ~Q(outcome=""))
                | (Q(state="dropped") & Q(closed_at__isnull=False) & Q(outcome="")),
                name="closed_work_item_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="work_item_closes_after_it_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.visit}"


@tracked()
class ClockStop(models.Model):
    """A time in which the case's own clock stands (补正, expert review, 公示, site visit); both days included."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stops")
    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="stop")
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.first_day}"


class CorrectionPoint(models.Model):
    """What is to be corrected: told once and completely, each with its clause. Append-only."""

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="points")
    question = models.CharField(max_length=50, blank=True)
    section = models.CharField(max_length=50, blank=True)
    clause = models.CharField(_("clause"), max_length=200)
    text = models.CharField(_("what is to be corrected"), max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.text
