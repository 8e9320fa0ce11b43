"""Code lists: their editions, codes, correspondences between them, and green patterns of the IPC."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class CodeList(models.Model):
    """One edition of a list: ``industries-2017``. `family` joins its editions: ``industries``.

    `pack` names where it came from: a pack, or ``file`` for one that an operator loaded.
    """

    slug = models.SlugField(_("list"), max_length=60, primary_key=True)
    family = models.SlugField(max_length=40)
    name_zh = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160)
    document = models.CharField(_("document"), max_length=200, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"), null=True)
    valid_to = models.DateField(_("to"), null=True)
    certainty = models.CharField(_("certainty"), max_length=10, default="published")
    pack = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="code_list_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class Code(models.Model):
    """One code of a list; `level` counts from 1 at the top. English may be missing below the top."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=24)
    name_zh = models.CharField(_("name"), max_length=1000)
    name_en = models.CharField(_("English name"), max_length=300, blank=True)
    parent = models.CharField(_("above it"), max_length=24, blank=True)
    level = models.PositiveSmallIntegerField(_("level of the code"))

    class Meta:
        ordering: ClassVar[list[str]] = ["code_list_id", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code_list", "code"], name="a_code_stands_once_in_its_list"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language, in Chinese where there is no English."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_zh


class Correspondence(models.Model):
    """A code of one list beside one of another: the same, a part of it, or sharing something with it."""

    source_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=24)
    target_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=24)
    kind = models.CharField(
        max_length=8,
        choices=[
            ("same", pgettext_lazy("correspondence", "the same")),
            ("partly", pgettext_lazy("correspondence", "in part")),
        ],
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source_list", "source", "target_list", "target"], name="two_codes_correspond_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_list_id}:{self.source} – {self.target_list_id}:{self.target}"


class GreenPattern(models.Model):
    """An IPC code that a green list names: the list, the line and pattern there, the code it covers."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="patterns")
    line = models.PositiveIntegerField()
    pattern = models.CharField(max_length=40)
    ipc = models.CharField(max_length=24, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code_list", "line", "ipc"], name="a_line_covers_a_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code_list_id}:{self.line} {self.pattern}"
