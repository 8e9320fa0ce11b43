"""Rules as they were at any time, and what was worked out by them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Certainty(models.TextChoices):
    """How sure a rule is."""

    PUBLISHED = "published", _("published in a document")
    PRACTICE = "practice", _("common practice")
    DEFAULT = "default", _("the city's default")


class RuleVersion(models.Model):
    """One version of a rule, for ever: `digest` is the hash of all that it says.

    `is_current` tells that a pack still holds it; a version that was replaced stays, since cases and
    evaluations refer to it. Of current versions of a rule in one territory only one holds on any day.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    slug = models.CharField(_("rule"), max_length=80)
    territory = models.CharField(_("territory of the rule"), max_length=16)
    title_zh = models.CharField(_("title of the rule"), max_length=160)
    title_en = models.CharField(_("English title of the rule"), max_length=200)
    document = models.CharField(_("document"), max_length=200)
    article = models.CharField(_("article"), max_length=60, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=120)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty.choices)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True)
    kind = models.CharField(_("kind of rule"), max_length=12)
    content = models.TextField(_("content of the rule"))
    pack = models.CharField(_("pack"), max_length=60)
    source = models.CharField(_("file of the rule"), max_length=200)
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        verbose_name = _("version of a rule")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["slug", "territory", "effective_from"], name="rule_by_slug_and_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gte=models.F("effective_from")),
                name="rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.effective_from}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_zh


class Evaluation(models.Model):
    """A figure or a yes-or-no that was shown to somebody: inputs, version, formula, result, actor. Append-only."""

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="evaluations")
    subject = models.CharField(_("subject of the evaluation"), max_length=120, blank=True)
    inputs = models.TextField(_("inputs"))
    result = models.CharField(_("result"), max_length=60)
    unit = models.CharField(_("unit of the result"), max_length=20, blank=True)
    formula = models.TextField(_("formula"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evaluation")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject"], name="evaluation_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.version_id[:8]} → {self.result}"
