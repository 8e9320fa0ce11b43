"""A number of the plan that commits somebody to something: a target or a rule."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.plans.models.article import Article
from qinglan.plans.models.decision import Decided, Decision
from qinglan.plans.models.text import in_language
from qinglan.plans.models.version import Version


class QuantityKind(models.TextChoices):
    """Target: what the plan's own implementers are to reach. Rule: what binds cases under it."""

    TARGET = "target", _("target")
    RULE = "rule", _("rule")


class Comparator(models.TextChoices):
    """How the plan prints the number."""

    EQ = "eq", _("equal to")
    GE = "ge", _("at least")
    GT = "gt", _("more than")
    LE = "le", _("at most")
    LT = "lt", _("less than")
    RANGE = "range", _("between")
    APPROX = "approx", _("about")


class Strength(models.TextChoices):
    """Firm, or hedged in the plan's wording (力争, 争取, 支持 …)."""

    FIRM = "firm", _("firm")
    SOFT = "soft", _("soft")


@tracked()
class Quantity(Decided):
    """A target or a rule, with the exact quote it was read from.

    `value` and `upper` are in the printed `unit`. `start` is the place of the quote in the
    article's text; None while no text is attached. A target is linked to a measure by name.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="quantities")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="quantities")
    slug = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=QuantityKind.choices)
    quote = models.CharField(_("quote"), max_length=300)
    start = models.PositiveIntegerField(null=True, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200)
    indicator_en = models.CharField(_("English indicator"), max_length=200, blank=True)
    action = models.CharField(_("verb"), max_length=40, blank=True)
    comparator = models.CharField(_("comparator"), max_length=8, choices=Comparator.choices)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    upper = models.DecimalField(_("upper value"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(_("English unit"), max_length=60, blank=True)
    per = models.CharField(_("per"), max_length=40, blank=True)
    deadline = models.CharField(
        _("deadline"), max_length=10, blank=True, help_text=_("A year or a date, such as 2022 or 2022-06-30.")
    )
    strength = models.CharField(_("strength"), max_length=8, choices=Strength.choices, default=Strength.FIRM)
    measure = models.CharField(_("measure"), max_length=80, blank=True)
    measure_parameters = models.JSONField(default=dict, blank=True)
    note_zh = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("English note"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["article__number", "position", "id"]
        verbose_name_plural = "quantities"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "slug"], name="quantity_addresses_of_a_version_differ"
            ),
            models.CheckConstraint(
                condition=Q(comparator="range", upper__gt=F("value"))
                | (~Q(comparator="range") & Q(upper__isnull=True)),
                name="a_range_and_only_a_range_has_an_upper_value",
            ),
            models.CheckConstraint(
                condition=Q(decision="proposed") | Q(decided_at__isnull=False),
                name="decided_quantity_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(measure="") | Q(measure_parameters={}),
                name="measure_parameters_belong_to_a_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What is counted, in the reader's language."""
        return in_language(self.indicator, self.indicator_en)

    @property
    def unit_name(self) -> str:
        """The unit in the reader's language."""
        return in_language(self.unit, self.unit_en)

    @property
    def note(self) -> str:
        """What a reader must know, in his language."""
        return in_language(self.note_zh, self.note_en)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.decision == Decision.PROPOSED

    def get_absolute_url(self) -> str:
        """The public page of a target."""
        return reverse("plans:target", args=[self.version.plan.slug, self.slug])
