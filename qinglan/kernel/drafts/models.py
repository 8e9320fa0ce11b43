"""What somebody has typed and not yet sent, and which forms were sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """Why a draft was kept."""

    TYPED = "typed", _("saved while typing")
    SESSION = "session", _("kept when the session had ended")


class Draft(models.Model):
    """The raw values of one form as its author last typed them; nobody else sees them.

    `form` is the name of the page's address, `subject` the address itself. When a second window saved
    over what the first had saved, the first one's values stay in `other` until the draft goes.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=100)
    subject = models.CharField(max_length=500)
    values = models.JSONField()
    files = models.JSONField(default=list)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    window = models.CharField(max_length=40, blank=True)
    other = models.JSONField(null=True, blank=True)
    other_saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "form", "subject"], name="one_draft_per_person_form_and_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(other__isnull=True, other_saved_at__isnull=True)
                | models.Q(other__isnull=False, other_saved_at__isnull=False),
                name="other_version_of_a_draft_has_its_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["expires_at"], name="draft_expiry")]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"


class SendingState(models.TextChoices):
    """How far a form that was sent has come."""

    RUNNING = "running", _("being worked on")
    DONE = "done", _("done")


class Sending(models.Model):
    """A form that was sent, under the one-use key that it carried, and where its success led."""

    key = models.CharField(max_length=43, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=SendingState.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    location = models.CharField(max_length=1000, blank=True)
    said = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state=SendingState.DONE, ended_at__isnull=False)
                | models.Q(state=SendingState.RUNNING, ended_at__isnull=True),
                name="sending_that_is_done_has_its_end",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["started_at"], name="sending_age")]

    def __str__(self) -> str:
        return self.key
