"""What a reported figure and a reported entry have in common."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.models.indicator import Confidentiality, Indicator


class Record(models.Model):
    """Who reported what about whom, with which evidence, and from when to when it stood on record.

    A correction adds a record and closes the old one (`closed_at`, `closing_reason`); nothing is
    overwritten, so that a figure can be asked for as it was known on any day.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, verbose_name=_("indicator"))
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, verbose_name=_("territory"))
    subject_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    subject_name = models.CharField(_("name of the organisation"), max_length=120, blank=True)
    evidence = models.CharField(
        _("evidence"),
        max_length=400,
        help_text=_("Document, number and where it is kept, so that an auditor finds it in three years."),
    )
    confidentiality = models.CharField(_("who sees it"), max_length=16, choices=Confidentiality.choices)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reporter")
    )
    reported_on = models.DateField(_("date of the report"))
    recorded_at = models.DateTimeField(_("recorded"))
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """Whether the record still stands."""
        return self.closed_at is None

    @property
    def subject(self) -> str:
        """Whom the record is about, as shown."""
        return self.subject_name or self.territory.name
