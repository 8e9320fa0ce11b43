"""The committee of a competitive selection 评审委员会, and the points that its members give."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models.lot import Criterion, Lot
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Expert


class MemberState(models.TextChoices):
    """How a member stands."""

    NAMED = "named", pgettext_lazy("committee", "Named, no answer yet")
    ACCEPTED = "accepted", pgettext_lazy("committee", "Accepted, declares no conflict")
    DECLINED = "declined", pgettext_lazy("committee", "Declined")
    HANDED_IN = "handed_in", pgettext_lazy("committee", "Points handed in")


@tracked()
class CommitteeMember(models.Model):
    """One member: an expert of the register, or a person of the owner's side (`expert` is None)."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="committee")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=MemberState.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["lot", "person"], name="a_person_sits_once_on_a_committee"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="who_declines_a_seat_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.person_id}"


@tracked()
class GivenPoints(models.Model):
    """What a member gives an offer for a criterion, in hundredths of a point."""

    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="points")
    label = models.CharField(_("offer"), max_length=40)
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField(_("points"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member", "label", "criterion"], name="points_are_given_once_for_a_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.label} {self.points}"
