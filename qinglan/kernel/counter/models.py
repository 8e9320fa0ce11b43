"""What an officer has typed for somebody who has not confirmed it yet, or has."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.kernel.messages.models import TaskLink


class EntryState(models.TextChoices):
    """How an entry stands."""

    WAITING = "waiting", _("waits for the owner")
    CONFIRMED = "confirmed", _("confirmed and done")
    DECLINED = "declined", _("declined by the owner")
    WITHDRAWN = "withdrawn", _("taken back by the officer")
    LAPSED = "lapsed", _("not confirmed in time")


LIGHTS = {
    EntryState.WAITING: "due",
    EntryState.CONFIRMED: "done",
    EntryState.DECLINED: "late",
    EntryState.WITHDRAWN: "idle",
    EntryState.LAPSED: "idle",
}


@tracked(exclude=("values", "about"))
class Entry(models.Model):
    """A form of `act` on `subject`, typed by `officer` for `owner`; done only when the owner confirms.

    `values` are the raw values of the form and are emptied when the entry ends; `digest` stays, and
    the event of the typing holds it too, so that what was confirmed can be compared with what was typed.
    """

    act = models.CharField(_("act"), max_length=60)
    subject = models.CharField(max_length=64, blank=True)
    about = models.CharField(_("about"), max_length=200)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=EntryState.choices, default=EntryState.WAITING, editable=False
    )
    link = models.OneToOneField(TaskLink, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(_("typed"))
    expires_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-typed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=EntryState.WAITING, ended_at__isnull=True)
                | (~Q(state=EntryState.WAITING) & Q(ended_at__isnull=False)),
                name="waiting_entry_has_no_end",
            ),
            models.CheckConstraint(
                condition=~Q(officer=models.F("owner")), name="nobody_types_for_himself_at_the_counter"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("typed_at")), name="entry_expires_after_it_was_typed"
            ),
            models.UniqueConstraint(
                fields=["act", "subject", "owner"],
                condition=Q(state=EntryState.WAITING),
                name="one_waiting_entry_per_act_subject_and_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.about}"
