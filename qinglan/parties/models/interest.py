"""Declared interests: what may keep an expert, or a member of the staff, from dealing with somebody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.expert import Expert
from qinglan.parties.models.organisation import Organisation


class InterestKind(models.TextChoices):
    """What kind of tie it is (回避情形)."""

    KINSHIP = "kinship", _("kinship")
    ADVISER = "adviser", _("adviser and student")
    CO_AUTHOR = "co_author", _("joint publication or project")
    CO_OWNER = "co_owner", _("joint ownership, shares or patents")
    OTHER = "other", _("another interest")


_ONE_PERSON = Q(user__isnull=False, expert__isnull=True) | Q(user__isnull=True, expert__isnull=False)


@tracked(exclude=("other_name", "note"))
class Interest(models.Model):
    """A tie of one person (an account, or an expert without one) to an organisation or another person.

    The other side is an organisation on record, an expert, an account, or a name. `last` is the day on
    which the tie ended, none while it lasts. A declaration made in error is withdrawn, never deleted.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="interests"
    )
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="interests")
    kind = models.CharField(_("kind"), max_length=10, choices=InterestKind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    other_expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="interests_in"
    )
    other_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="interests_in"
    )
    other_name = models.CharField(_("name of the person or unit"), max_length=120, blank=True)
    note = models.CharField(_("in words"), max_length=300, blank=True)
    first = models.DateField(_("from"), null=True, blank=True)
    last = models.DateField(_("to"), null=True, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-declared_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_ONE_PERSON, name="an_interest_is_one_persons"),
            models.CheckConstraint(
                condition=Q(
                    organisation__isnull=False,
                    other_expert__isnull=True,
                    other_user__isnull=True,
                    other_name="",
                )
                | Q(
                    organisation__isnull=True,
                    other_expert__isnull=False,
                    other_user__isnull=True,
                    other_name="",
                )
                | Q(
                    organisation__isnull=True,
                    other_expert__isnull=True,
                    other_user__isnull=False,
                    other_name="",
                )
                | (
                    Q(organisation__isnull=True, other_expert__isnull=True, other_user__isnull=True)
                    & ~Q(other_name="")
                ),
                name="an_interest_names_one_other_side",
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(first__lte=F("last")),
                name="an_interest_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class InterestStatement(models.Model):
    """“Beside what I declared I have no tie of these kinds”: said on a day, good for a time by rule.

    The table only grows. Without a statement that is still good, a kind of tie is unknown.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="interest_statements"
    )
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, related_name="interest_statements"
    )
    said_on = models.DateField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-said_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_ONE_PERSON, name="a_statement_is_one_persons")
        ]

    def __str__(self) -> str:
        return f"{self.said_on}"
