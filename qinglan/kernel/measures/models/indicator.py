"""What is reported: the indicator with its definition and its statistical form."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked


class SubjectKind(models.TextChoices):
    """Whom a figure is about."""

    ORGANISATION = "organisation", _("an organisation")
    TERRITORY = "territory", _("a territory")
    NONE = "none", _("the city as a whole")


class Period(models.TextChoices):
    """Which time a figure is about."""

    YEAR = "year", _("a calendar year")
    DATE = "date", _("a day")


class Kind(models.TextChoices):
    """Whether an amount or a listed item is reported."""

    AMOUNT = "amount", _("an amount")
    ENTRY = "entry", _("an entry of a list")


class Stage(models.TextChoices):
    """How far an enterprise that is brought in has come (招引阶段)."""

    SIGNED = "signed", _("agreement signed")
    REGISTERED = "registered", _("firm registered")
    PAID_IN = "paid_in", _("capital paid in")
    PRODUCING = "producing", _("in production")


class Confidentiality(models.TextChoices):
    """What the public may see of a single figure."""

    PUBLIC = "public", _("public")
    NAMES_ONLY = "names_only", _("names public, amounts withheld")
    CONFIDENTIAL = "confidential", _("withheld from the public")


@tracked()
class Indicator(models.Model):
    """An indicator of a pack: name, definition (口径), unit, form number and who may see it.

    `territory` is the pack's: figures are about it or its parts.
    `stages` names the stages that entries of this indicator go through; most have none.
    """

    pack = models.CharField(max_length=60)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("territory")
    )
    slug = models.SlugField(max_length=80)
    name_zh = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    definition_zh = models.TextField(_("definition"))
    definition_en = models.TextField(_("English definition"))
    unit = models.CharField(_("unit"), max_length=20)
    subject = models.CharField(_("about"), max_length=16, choices=SubjectKind.choices)
    period = models.CharField(_("period"), max_length=8, choices=Period.choices)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    stages = ArrayField(
        models.CharField(max_length=40, choices=Stage.choices),
        default=list,
        blank=True,
        verbose_name=_("stages"),
    )
    form_number = models.CharField(_("form number"), max_length=40)
    form_maker = models.CharField(_("form made by"), max_length=80, blank=True)
    form_approval = models.CharField(_("approval number"), max_length=80, blank=True)
    form_valid_until = models.DateField(_("form valid until"), null=True, blank=True)
    confidentiality = models.CharField(_("who sees it"), max_length=16, choices=Confidentiality.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["pack", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pack", "slug"], name="one_indicator_per_slug_and_pack"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_zh

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return self.definition_en if get_language() == "en" else self.definition_zh

    def form_has_expired(self, today: date) -> bool:
        """Whether the statistical form is past its validity on `today`."""
        return self.form_valid_until is not None and self.form_valid_until < today
