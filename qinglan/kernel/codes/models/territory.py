"""Territories."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked


class TerritoryKind(models.TextChoices):
    """What kind of area a territory is."""

    PROVINCE = "province", pgettext_lazy("territory", "Province-level division")
    PREFECTURE = "prefecture", _("Prefecture-level city")
    DIVISION = "division", _("District or county")
    FUNCTIONAL_ZONE = "functional_zone", _("Functional zone")


@tracked()
class Territory(models.Model):
    """区域: an administrative division (GB/T 2260) or a functional zone.

    A functional zone has no national code; its local code is the parent's code, ``-Z`` and a
    number. `pinyin` orders Chinese names, since the database has no Chinese collation.
    """

    code = models.CharField(_("code"), max_length=16, primary_key=True)
    name_zh = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    pinyin = models.CharField(max_length=200, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    kind = models.CharField(_("kind"), max_length=16, choices=TerritoryKind.choices)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    note_zh = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("English note"), blank=True)
    reports_separately = models.BooleanField(_("reports figures of its own"), default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="territory_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_zh
