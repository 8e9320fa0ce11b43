"""Awards: what a granted case becomes, its register, what it obliges to, and who is barred."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import Certificate, StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation
from qinglan.programmes.models.programme import DefinitionVersion, Programme


class AwardState(models.TextChoices):
    """How an award stands; changed by `domain.award_state.set_state` alone."""

    IN_FORCE = "in_force", _("in force")
    WARNED = "warned", _("in force, warned")
    RECTIFYING = "rectifying", _("in force, under rectification")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")
    EXITED = "exited", _("left of its own will")
    REPLACED = "replaced", _("replaced by a later one")


STANDING = (AwardState.IN_FORCE, AwardState.WARNED, AwardState.RECTIFYING)
"""States in which an award counts as in force."""


class Colour(models.TextChoices):
    """The light of the monitor."""

    GREEN = "green", pgettext_lazy("light", "green")
    YELLOW = "yellow", _("yellow")
    RED = "red", _("red")


@tracked()
class Award(models.Model):
    """认定, 入库, 立项, 奖补 or 备案 by the scheme's nature; a line of the public register.

    `valid_to` is the last day, None without an end. An award that was decided above has the number and
    `document` (文号) of the list it came with, and no case where it came by import alone. `level` is where it
    was decided. `state` and `ended_on` are set together.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="awards")
    case = models.OneToOneField(
        "programmes.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="award"
    )
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    subject_name = models.CharField(_("subject of the award"), max_length=160, blank=True)
    number = models.CharField(_("number of the award"), max_length=80)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=12)
    grade = models.CharField(_("grade"), max_length=50, blank=True)
    granted_on = models.DateField(_("granted"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AwardState.choices, default=AwardState.IN_FORCE
    )
    colour = models.CharField(_("light"), max_length=6, choices=Colour.choices, default=Colour.GREEN)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    re_evaluate_on = models.DateField(_("re-evaluation due"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("award")
        ordering: ClassVar[list[str]] = ["-granted_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["programme", "state", "-granted_on"], name="award_by_scheme_and_state"),
            models.Index(fields=["holder", "programme"], name="award_by_holder"),
            models.Index(fields=["-granted_on", "id"], name="award_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "number"], name="award_numbers_of_a_scheme_differ"),
            models.UniqueConstraint(
                fields=["programme", "holder", "subject_name"],
                condition=Q(state__in=["in_force", "warned", "rectifying"]),
                name="one_standing_award_per_scheme_holder_and_subject",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="award_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["in_force", "warned", "rectifying"], ended_on__isnull=True)
                | (~Q(state__in=["in_force", "warned", "rectifying"]) & Q(ended_on__isnull=False)),
                name="ended_award_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The public page of the award."""
        return reverse("awards:award", args=[self.pk])


class AwardChange(models.Model):
    """A line of the award's public history: what happened, when, why. Append-only."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    ground = models.CharField(max_length=50, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.award_id} {self.kind}"


@tracked()
class Bar(models.Model):
    """A holder may not apply to a scheme again until `until` (its last day; None for ever)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bars")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bars")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, blank=True, related_name="bars")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000)
    lifted_on = models.DateField(_("lifted"), null=True, blank=True)
    lifted_reason = models.CharField(_("reason of lifting"), max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.programme_id}"


class DutyState(models.TextChoices):
    """Where an obligation of one period is."""

    DUE = "due", pgettext_lazy("duty", "due")
    DONE = "done", _("done")
    LATE = "late", _("late")
    EXCUSED = "excused", _("excused")


@tracked()
class Duty(models.Model):
    """One obligation of an award for one period, such as the annual report of 2027.

    `reminded_at_days` is the last reminder that was sent, in days before the end. `lights` are the rules of
    the monitor that its answers lit. `remark` is the office's: why it gave the report back, or excused it.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="duties")
    obligation = models.CharField(max_length=50)
    period = models.CharField(_("period"), max_length=20)
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=DutyState.choices, default=DutyState.DUE)
    answers = models.JSONField(default=dict)
    rows = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sanctioned_at = models.DateTimeField(null=True)
    reminded_at_days = models.PositiveSmallIntegerField(null=True)
    lights = models.JSONField(default=list)
    looked_at = models.DateTimeField(_("looked at"), null=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remark = models.CharField(_("remark of the office"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("obligation of a period")
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], condition=Q(state__in=["due", "late"]), name="open_duty_by_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["award", "obligation", "period"], name="one_duty_per_award_obligation_and_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.obligation} {self.period}"


@tracked()
class Rectification(models.Model):
    """整改: why, until when, the holder's plan, and how the re-check went."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="rectifications")
    reason = models.CharField(_("reason"), max_length=1000)
    opened_on = models.DateField(_("opened"))
    plan_due_on = models.DateField(_("plan due"), null=True, blank=True)
    due_on = models.DateField(_("due"))
    plan = models.TextField(_("plan"), max_length=4000, blank=True)
    plan_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan_handed_in_at = models.DateTimeField(null=True)
    result = models.CharField(
        _("result"),
        max_length=8,
        blank=True,
        choices=[("passed", _("passed")), ("failed", _("failed"))],
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(closed_on__isnull=True), name="one_open_rectification_per_award"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.opened_on}"


@tracked()
class RevocationProposal(models.Model):
    """Something that may end an award, put before an officer: no award is revoked by itself.

    `source` says where it came from (``duty:5``, ``rectification:3``, ``light:accident``, ``case:7``).
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="proposals")
    source = models.CharField(max_length=80)
    ground = models.CharField(max_length=50, blank=True)
    reason = models.CharField(_("reason"), max_length=1000)
    made_at = models.DateTimeField(_("made"))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=9,
        blank=True,
        choices=[("revoked", _("revoked")), ("dismissed", _("dismissed"))],
    )
    remark = models.CharField(_("why not"), max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["award", "source"], name="one_proposal_per_award_and_source"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="settled_proposal_has_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.source}"
