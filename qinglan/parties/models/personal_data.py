"""Consents, how long data is kept, and requests of people about their data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked


class ConsentPurpose(models.Model):
    """What people may consent to, as a pack says it; `digest` is that of both texts."""

    slug = models.SlugField(max_length=60, primary_key=True)
    pack = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    text_zh = models.TextField()
    text_en = models.TextField()
    is_sensitive = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_zh


@tracked()
class Consent(models.Model):
    """Somebody consented to a purpose, in the words with `digest`; it stands until withdrawn."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.ForeignKey(ConsentPurpose, on_delete=models.PROTECT, related_name="consents")
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-given_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.given_at:%Y-%m-%d}"


class Retention(models.Model):
    """How long a kind of data is kept, on what basis, and whether it is erased then (`erases`)."""

    slug = models.SlugField(max_length=60, primary_key=True)
    pack = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    basis_zh = models.CharField(max_length=300)
    basis_en = models.CharField(max_length=300)
    months = models.PositiveSmallIntegerField()
    erases = models.BooleanField()

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def basis(self) -> str:
        """The basis in the reader's language."""
        return self.basis_en if get_language() == "en" else self.basis_zh


class DataRequestKind(models.TextChoices):
    """What somebody asks for."""

    CORRECTION = "correction", pgettext_lazy("of personal data", "correction")
    ERASURE = "erasure", _("erasure")


class DataRequestState(models.TextChoices):
    """How the request stands."""

    OPEN = "open", pgettext_lazy("data request", "Waits for an answer")
    DONE = "done", pgettext_lazy("data request", "Done")
    REFUSED = "refused", pgettext_lazy("data request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("data request", "Withdrawn")


@tracked(exclude=("text", "answer"))
class DataRequest(models.Model):
    """A request for correction or erasure; to be answered by `due_on`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("kind"), max_length=10, choices=DataRequestKind.choices)
    text = models.CharField(_("in words"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("made"))
    due_on = models.DateField(_("to be answered by"))
    state = models.CharField(_("state"), max_length=10, choices=DataRequestState.choices)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(state="open"), name="one_open_request_of_a_kind_each"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="a_settled_request_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
