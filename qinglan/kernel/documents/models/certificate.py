"""A certificate or letter that anybody can verify."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.models.file import StoredFile
from qinglan.kernel.history.track import tracked


@tracked()
class Certificate(models.Model):
    """A certificate with its code; what the verification page says is what was issued.

    `statement` is the sentence that it certifies, `rows` label and value of what it states beside.
    """

    code = models.CharField(_("verification code"), max_length=14, unique=True)
    title = models.CharField(_("title"), max_length=120)
    issuer = models.CharField(_("issuing office"), max_length=80)
    number = models.CharField(_("number"), max_length=60, blank=True)
    holder_name = models.CharField(_("issued to"), max_length=120)
    statement = models.TextField(_("statement"))
    rows = models.JSONField(default=list, blank=True)
    issued_on = models.DateField(_("issued on"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    subject = models.CharField(max_length=120, db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-issued_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revocation_reason="")
                | (Q(revoked_on__isnull=False) & ~Q(revocation_reason="")),
                name="revoked_certificate_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("issued_on")),
                name="certificate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    def get_absolute_url(self) -> str:
        """The verification page."""
        from qinglan.kernel.documents.code import shown  # noqa: PLC0415 - the model needs no codes otherwise

        return reverse("documents:verify-code", args=[shown(self.code)])
