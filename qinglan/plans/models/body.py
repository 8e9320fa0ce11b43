"""Bodies that the plan makes responsible."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.plans.models.article import Article
from qinglan.plans.models.decision import Decided
from qinglan.plans.models.version import Version


class BodyRole(models.TextChoices):
    """牵头, 配合, 责任单位."""

    LEAD = "lead", _("in the lead")
    COOPERATE = "cooperate", _("cooperating")
    RESPONSIBLE = "responsible", _("responsible")


@tracked()
class Body(Decided):
    """A body, its role, and the words that say so."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="bodies")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bodies")
    role = models.CharField(_("role"), max_length=12, choices=BodyRole.choices)
    name = models.CharField(_("name"), max_length=120)
    quote = models.CharField(_("quote"), max_length=400)

    class Meta:
        ordering: ClassVar[list[str]] = ["article__number", "id"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name
