"""邀请: an organisation asks somebody to join it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_membership import Membership, MembershipRole


class InvitationState(models.TextChoices):
    """How an invitation stands; one whose time is over is `OPEN` until the daily job closes it."""

    OPEN = "open", pgettext_lazy("invitation", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")


@tracked(
    exclude=(
        "contact",
        "name",
        "token_digest",
        "note",
        "basis",
        "code_digest",
        "code_expires_at",
        "code_tries",
    )
)
class Invitation(models.Model):
    """One invitation to one person, reached at `contact` (11 digits or a mailbox).

    The link's token is stored as a digest only; it is good once and until `expires_at`. Only who owns
    the contact may accept: a link that is passed on opens nothing. Who has no account yet proves the contact
    by a code (`code_digest`), for which an account is opened.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole.choices)
    contact = models.CharField(_("mobile number or mailbox"), max_length=254)
    name = models.CharField(_("name"), max_length=60, blank=True)
    note = models.CharField(_("a word to the person"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    valid_to = models.DateField(_("membership until"), null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, related_name="invitation"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-invited_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-invited_at"], name="invitations_by_age"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "contact", "role"],
                condition=Q(state="open"),
                name="one_open_invitation_per_contact_and_role",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="an_answered_invitation_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", membership__isnull=False, answered_by__isnull=False)
                | (~Q(state="accepted") & Q(membership__isnull=True)),
                name="an_accepted_invitation_has_its_membership",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("invited_at")),
                name="invitation_expires_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"
