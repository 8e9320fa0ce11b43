"""Milestones 里程碑: what is delivered by when, and what is paid on it. Amounts are in 分."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models.choices import MILESTONE_LIGHTS, MilestoneState
from qinglan.contracts.models.contract import Contract
from qinglan.kernel.history.track import tracked


@tracked()
class Milestone(models.Model):
    """One step of a contract. `amount` is what is paid on it, nought where nothing is.

    `delivered_on` and `accepted_on` are days of the last delivery and of its acceptance; `result` is what whoever
    accepts or refuses it says.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    deliverable = models.CharField(
        _("what is delivered, and how it is accepted"), max_length=1000, blank=True
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    amount = models.BigIntegerField(_("payment"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=MilestoneState.choices, default=MilestoneState.OPEN
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    result = models.CharField(_("result of the acceptance"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("milestone")
        ordering: ClassVar[list[str]] = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], condition=Q(state="open"), name="milestones_that_are_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "number"], name="milestones_count_up"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_milestone_pays_nought_or_more"),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_on__isnull=False)
                | (~Q(state="accepted") & Q(accepted_on__isnull=True)),
                name="what_was_accepted_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return MILESTONE_LIGHTS[MilestoneState(self.state)]
