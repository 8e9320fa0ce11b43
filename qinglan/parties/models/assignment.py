"""岗位: who holds which role of the office, where, from when to when."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.term import Term, TermQuerySet
from qinglan.parties.roles import INSPECTOR, KEEPERS, ROLES


class AssignmentQuerySet(TermQuerySet):
    """Assignments by what they cover."""

    def covering(self, territory: str | None, organisation: int | None) -> Self:
        """Those whose scope covers something in this territory and of this organisation; None is not known."""
        return self.filter(
            Q(territory__isnull=True) | Q(territory__in=lineage(territory)),
            Q(organisation__isnull=True) | Q(organisation=organisation)
            if organisation is not None
            else Q(organisation__isnull=True),
        )


def lineage(territory: str | None) -> list[str]:
    """The codes of the territory and of all that it lies in."""
    codes: list[str] = []
    while territory is not None and territory not in codes:
        codes.append(territory)
        territory = Territory.objects.filter(pk=territory).values_list("parent", flat=True).first()
    return codes


@tracked(exclude=("basis", "end_reason", "purpose"))
class Assignment(Term):
    """One role of the office, given to a person for a time within a scope.

    The scope is a territory with all that lies in it, an organisation (department, desk, office), both,
    or, where both are empty, the whole city. `purpose` says what an inspector reads for.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=16, choices=list(ROLES.items()))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("department or desk"),
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)

    objects: ClassVar[Any] = AssignmentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="assignments_that_stand"),
            models.Index(fields=["role", "territory"], name="assignments_by_role"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "territory"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_standing_assignment_per_user_role_and_scope",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=KEEPERS) | Q(organisation__isnull=True, territory__isnull=True),
                name="the_three_administrators_have_no_scope",
            ),
            models.CheckConstraint(
                condition=~Q(role=INSPECTOR) | (Q(valid_to__isnull=False) & ~Q(purpose="")),
                name="an_inspector_has_a_purpose_and_a_last_day",
            ),
            *Term.truths("assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
