"""Chapters and articles of a version."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.plans.models.text import in_language
from qinglan.plans.models.version import Version


class Chapter(models.Model):
    """A first-level unit. `part` counts the documents of a notice that forwards several."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="chapters")
    part = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField(_("number"))
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    heading_en = models.CharField(_("English heading"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["part", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "part", "number"], name="chapter_numbers_of_a_part_differ"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.heading, self.heading_en)


@tracked()
class Article(models.Model):
    """A second-level unit, numbered through the document; `label` is the numeral as printed."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="articles")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("numeral as printed"), max_length=20, blank=True)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    heading_en = models.CharField(_("English heading"), max_length=200, blank=True)
    summary_zh = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("English summary"), blank=True)
    text = models.TextField(_("official text"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "number"], name="article_numbers_of_a_version_differ"),
        ]

    def __str__(self) -> str:
        return in_language(self.heading, self.heading_en)

    @property
    def summary(self) -> str:
        """Our own summary in the reader's language."""
        return in_language(self.summary_zh, self.summary_en)

    @property
    def is_preamble(self) -> bool:
        """Whether this holds the text before the first article."""
        return self.number == 0


class Service(models.Model):
    """A part of the system that serves an article, and for what."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="services")
    part = models.SlugField(max_length=40)
    for_zh = models.CharField(max_length=200)
    for_en = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "part"], name="a_part_serves_an_article_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.part}"

    @property
    def purpose(self) -> str:
        """For what the part serves, in the reader's language."""
        return in_language(self.for_zh, self.for_en)
