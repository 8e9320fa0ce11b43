"""A plan document of a city, in all its versions."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.history.track import tracked
from qinglan.plans.models.text import in_language


@tracked()
class Plan(models.Model):
    """A plan (实施意见, 实施方案 …) of one territory. Its text lies in its versions."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    pack = models.CharField(
        max_length=60, blank=True, help_text=_("The pack whose indicators its targets use.")
    )
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="plans", verbose_name=_("territory")
    )

    city_zh = models.CharField(
        max_length=80,
        blank=True,
        help_text=_("The city as its plan prints it, where that is not the territory's name."),
    )
    city_en = models.CharField(max_length=80, blank=True)
    note_zh = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("English note"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def city(self) -> str:
        """The city as shown: as its plan prints it, else the territory's name."""
        return in_language(self.city_zh, self.city_en) or self.territory.name

    @property
    def note(self) -> str:
        """What a reader must know about this city's data, in his language."""
        return in_language(self.note_zh, self.note_en)

    @property
    def indicator_pack(self) -> str:
        """Under which name the plan's indicators stand: its pack's, or its own where it has none."""
        return self.pack or self.slug

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("plans:plan", args=[self.slug])
