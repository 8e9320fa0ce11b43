"""Schemes, and every version that their definition ever had."""

from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.programmes.definition.whole import Definition, restored


class Nature(models.TextChoices):
    """What the result of a case is: 认定、入库、立项、奖补、备案、表彰、示范."""

    RECOGNITION = "recognition", _("recognition")
    LISTING = "listing", _("listing")
    PROJECT = "project", _("project approval")
    SUBSIDY = "subsidy", _("award or subsidy")
    FILING = "filing", _("filing")
    COMMENDATION = "commendation", _("commendation")
    DEMONSTRATION = "demonstration", _("demonstration")


class Authority(models.TextChoices):
    """Who decides: 国、省、市、区县."""

    NATIONAL = "national", _("nation")
    PROVINCIAL = "provincial", _("province")
    MUNICIPAL = "municipal", _("city")
    DISTRICT = "district", _("district or county")


class Programme(models.Model):
    """A scheme of a city, over all its editions."""

    slug = models.SlugField(_("scheme"), max_length=60)
    pack = models.CharField(_("pack"), max_length=60)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, verbose_name=_("territory"))

    class Meta:
        verbose_name = _("scheme")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["slug", "territory"], name="one_scheme_of_a_slug_per_territory"),
        ]

    def __str__(self) -> str:
        return self.slug


class DefinitionVersion(models.Model):
    """One version of a scheme's definition, for ever; running cases stay on theirs.

    `digest` is the SHA-256 of the canonical content. Of one scheme and edition one version is current.
    What is searched and listed stands in columns; `content` is read as a whole.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField(_("edition"))
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    title_zh = models.CharField(_("title of the scheme"), max_length=160)
    title_en = models.CharField(_("English title of the scheme"), max_length=240)
    nature = models.CharField(_("nature"), max_length=16, choices=Nature.choices)
    authority = models.CharField(_("authority"), max_length=12, choices=Authority.choices)
    decided_here = models.BooleanField(_("decided by the city"))
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True)
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(_("loaded"))
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of a scheme")
        ordering: ClassVar[list[str]] = ["programme", "-edition", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme", "edition"],
                condition=models.Q(is_current=True),
                name="one_current_version_per_scheme_and_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.edition}"

    def get_absolute_url(self) -> str:
        """The public page of the scheme."""
        return reverse(
            "programmes:scheme", args=[self.programme.territory_id, self.programme.slug, self.edition]
        )

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def definition(self) -> Definition:
        """The definition itself; made once for each version in a process, since it never changes."""
        return _definition(self.digest)


@lru_cache(maxsize=256)
def _definition(digest: str) -> Definition:
    return restored(DefinitionVersion.objects.values_list("content", flat=True).get(digest=digest))
