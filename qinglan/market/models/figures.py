"""Figures of the market that an officer made public: a set frozen on a day, until it is replaced or withdrawn."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked


class FigureKind(models.TextChoices):
    """What the figures are about."""

    FUNNEL = "funnel", _("The market from publication to agreement")
    SUPPLY = "supply", _("Supply and demand by field and territory")


class FigureState(models.TextChoices):
    """How a set stands; changed by `domain.figures` alone."""

    PUBLISHED = "published", pgettext_lazy("figures", "Published")
    REPLACED = "replaced", pgettext_lazy("figures", "Replaced by newer ones")
    WITHDRAWN = "withdrawn", pgettext_lazy("figures", "Withdrawn")


FIGURE_LIGHTS = {
    FigureState.PUBLISHED: "done", FigureState.REPLACED: "idle", FigureState.WITHDRAWN: "late",
}  # fmt: skip


@tracked(exclude=("content",))
class FigureSet(models.Model):
    """Figures as everybody reads them: `content` is `figures.content`, without small cells, and never changes.

    `digest` is the SHA-256 of its JSON. `basis` is that of the decision to publish. It is shown and never asked
    for by a query.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=FigureKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=FigureState.choices)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(_("note to readers"), max_length=500, blank=True)
    basis = models.CharField(_("basis of the decision"), max_length=300)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-published_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="published"), name="one_public_set_of_figures_of_each_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="published", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(state="published") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="figures_that_ended_say_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="withdrawn_figures_have_a_reason"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="published_figures_have_a_basis"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("figures:record", args=[self.pk])

    @property
    def light(self) -> str:
        """The light beside its state."""
        return FIGURE_LIGHTS[FigureState(self.state)]
