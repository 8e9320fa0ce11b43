"""Matches of a need and a technology, and what either side said of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.market.models.need import Need
from qinglan.market.models.technology import Technology


class Side(models.TextChoices):
    """Whose word it is."""

    NEED = "need", _("the side of the need")
    TECHNOLOGY = "technology", _("the side of the technology")


class NotRelevant(models.TextChoices):
    """“Not relevant, because …”: a closed list. What the other side reads is `NEUTRAL`."""

    FIELD = "field", _("another field or process")
    CONDITIONS = "conditions", _("doesn't fit the conditions of use")
    READINESS = "readiness", _("not ready enough")
    FIGURES = "figures", _("the figures don't suffice")
    MONEY = "money", _("price and budget are too far apart")
    MODE = "mode", _("another mode of cooperation is wanted")
    PLACE = "place", _("too far away")
    SETTLED = "settled", _("settled otherwise already")


NEUTRAL = {
    NotRelevant.FIELD: _("looks for something else"),
    NotRelevant.CONDITIONS: _("looks for something else"),
    NotRelevant.READINESS: _("doesn't fit at present"),
    NotRelevant.FIGURES: _("doesn't fit at present"),
    NotRelevant.MONEY: _("doesn't fit at present"),
    NotRelevant.MODE: _("prefers another way of working together"),
    NotRelevant.PLACE: _("prefers another way of working together"),
    NotRelevant.SETTLED: _("is no longer looking"),
}
"""What the other side reads: neutral words, which name no fault."""


class Match(models.Model):
    """A pair that was found, once for each need and technology.

    `score` is out of 1,000; `closeness` the part of it that words and meaning give. `words` are the terms that
    both use, the most telling first. `conditions` holds, for each condition, whether it is met (True), unmet
    (False) or unknown (None): shown and never asked for by a query. `is_current` says that the present texts
    give it; a pair that they no longer give stays for what was said of it. Derived: it can be made anew.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    technology = models.ForeignKey(Technology, on_delete=models.CASCADE, related_name="matches")
    score = models.PositiveSmallIntegerField()
    closeness = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)
    conditions = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    told_need_at = models.DateTimeField(null=True)
    told_technology_at = models.DateTimeField(null=True)
    opened_need_at = models.DateTimeField(null=True)
    opened_technology_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-score", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["need", "-score"], condition=Q(is_current=True), name="matches_of_a_need"),
            models.Index(
                fields=["technology", "-score"], condition=Q(is_current=True), name="matches_of_a_technology"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["need", "technology"], name="a_pair_is_matched_once"),
            models.CheckConstraint(
                condition=Q(score__lte=1000, closeness__lte=1000), name="a_match_scores_at_most_a_thousand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need.reference} – {self.technology.reference}"

    def get_absolute_url(self) -> str:
        """Where it is looked at."""
        return reverse("matches:record", args=[self.pk])


@tracked()
class MatchVerdict(models.Model):
    """“Not relevant, because …” of one side; taken back by `is_undone`, never deleted."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="verdicts")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=NotRelevant.choices)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-said_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["match", "side"],
                condition=Q(is_undone=False),
                name="each_side_has_one_word_on_a_match",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @property
    def neutral(self) -> str:
        """What the other side reads."""
        return str(NEUTRAL[NotRelevant(self.reason)])
