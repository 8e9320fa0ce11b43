"""代理: somebody does another's work in his name between two days."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.assignment import Assignment
from qinglan.parties.models.organisation_membership import Membership
from qinglan.parties.models.term import Term


@tracked(exclude=("basis", "end_reason"))
class Delegation(Term):
    """`deputy` holds what `given_by` holds by an assignment or a membership, and can't pass it on.

    It has a last day, and is in force only while the assignment or membership is.
    """

    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="delegations"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="delegations"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["deputy"], condition=Q(ended_at__isnull=True), name="delegations_that_stand"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, membership__isnull=True)
                | Q(assignment__isnull=True, membership__isnull=False),
                name="a_delegation_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False, given_by__isnull=False),
                name="a_delegation_has_a_giver_and_a_last_day",
            ),
            models.UniqueConstraint(
                fields=["assignment", "membership", "deputy"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_standing_delegation_to_a_deputy",
            ),
            *Term.truths("delegation"),
        ]

    def __str__(self) -> str:
        return f"{self.given_by} → {self.deputy}"
