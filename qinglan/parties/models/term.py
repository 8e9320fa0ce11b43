"""What somebody is for a time: the fields and the querysets that memberships, assignments and delegations share."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qinglan.parties import grants


class Today(models.Func):
    """The legal day (Asia/Shanghai), asked of the database's clock in the same statement."""

    template = "(qinglan_now() AT TIME ZONE 'Asia/Shanghai')::date"
    output_field = models.DateField()
    arity = 0


class TermQuerySet(models.QuerySet[Any]):
    """Rows by whether they are in force."""

    def in_force(self) -> Self:
        """In force today: begun, not run out, not ended."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=Today()),
            ended_at__isnull=True,
            valid_from__lte=Today(),
        )

    def unended(self) -> Self:
        """Not ended by anybody: in force, coming, or run out and not yet closed."""
        return self.filter(ended_at__isnull=True)

    def run_out(self) -> Self:
        """Past the last day and not yet closed by the daily job."""
        return self.filter(ended_at__isnull=True, valid_to__lt=Today())

    def latest_first(self) -> Self:
        """Those that stand first, then those that ended, the last ended first."""
        return self.order_by(F("ended_at").desc(nulls_first=True), "-valid_from", "-pk")


class Term(models.Model):
    """From `valid_from` to `valid_to`, both included; an empty `valid_to` is open.

    `ended_at` is set when it ended, by somebody (`ended_by`, `end_reason`) or because its last day
    passed; from that moment nothing follows from it. `basis` names the paper that it rests on.
    """

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    given_at = models.DateTimeField(null=True, editable=False)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let everybody's grants be read again."""
        super().save(*args, **kwargs)
        grants.forget()

    @staticmethod
    def truths(noun: str) -> list[models.BaseConstraint]:
        """The truths of every term."""
        return [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name=f"{noun}_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_by__isnull=True, end_reason=""),
                name=f"only_an_ended_{noun}_says_who_ended_it",
            ),
        ]
