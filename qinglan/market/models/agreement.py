"""Confidentiality agreements 保密协议, who may click them for an organisation, and who saw what under them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.market.models.enquiry import Enquiry, Side
from qinglan.parties.models import Organisation
from qinglan.parties.models.term import Term


@tracked(exclude=("basis", "end_reason"))
class ClickAuthorisation(Term):
    """A standing authorisation: `user` may agree by a click in the name of `organisation`.

    Recorded by the organisation's administrator; `basis` names the paper of the organisation that says so.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_click_authorisation_of_a_person",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="a_click_authorisation_names_its_paper"),
            *Term.truths("click_authorisation"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.user}"


class AgreementState(models.TextChoices):
    """How a confidentiality agreement stands."""

    OPEN = "open", pgettext_lazy("agreement", "Waits for signatures")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")


@tracked()
class Agreement(models.Model):
    """The agreement of both sides of one enquiry. In force when both have signed; `ends_on` is its last day.

    `articles` is the text as it stood when it was drawn up (Chinese), `digest` its SHA-256.
    """

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="agreement")
    title = models.CharField(max_length=120)
    articles = ArrayField(models.CharField(max_length=1000))
    digest = models.CharField(max_length=64)
    version_code = models.CharField(max_length=14)
    years = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=AgreementState.choices)
    drawn_up_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_at__isnull=False, ends_on__isnull=False),
                name="an_agreement_in_force_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("enquiries:agreement", args=[self.enquiry_id])


class SignatureState(models.TextChoices):
    """How one side of an agreement stands."""

    WAITING = "waiting", pgettext_lazy("signature", "Not signed yet")
    SCANNED = "scanned", pgettext_lazy("signature", "Stamped copy waits to be compared")
    SIGNED = "signed", pgettext_lazy("signature", "Signed")


class SignatureMode(models.TextChoices):
    """By what a side agreed."""

    CLICK = "click", pgettext_lazy("signature", "by click, with authority")
    PAPER = "paper", pgettext_lazy("signature", "on paper, stamped")


@tracked(exclude=("authority", "finding"))
class Signature(models.Model):
    """How one side agrees: by click (`authority` says on what it rests), or by a stamped copy (`file`).

    A copy counts once somebody who did not bring it has compared it; `finding` says what was wrong with it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=8, choices=Side.choices)
    state = models.CharField(max_length=8, choices=SignatureState.choices, default=SignatureState.WAITING)
    mode = models.CharField(max_length=6, choices=SignatureMode.choices, blank=True)
    authority = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(null=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    compared_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=500, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agreement", "side"], name="each_side_signs_an_agreement_once"),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | Q(signed_at__isnull=False, brought_by__isnull=False, mode__in=["click", "paper"]),
                name="a_signature_says_when_who_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed", mode="click") | ~Q(authority=""),
                name="a_click_rests_on_an_authority",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed", mode="paper")
                | Q(file__isnull=False, compared_by__isnull=False, compared_at__isnull=False),
                name="a_stamped_copy_was_compared",
            ),
            models.CheckConstraint(
                condition=Q(compared_by__isnull=True) | ~Q(compared_by=F("brought_by")),
                name="nobody_compares_the_copy_that_he_brought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.side}"


class Sight(models.Model):
    """Somebody saw protected parts of a listing under an agreement. Only grows; once for each version of it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="sights")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    listing = models.CharField(max_length=40)
    revision = models.PositiveIntegerField()
    aspects = ArrayField(models.CharField(max_length=40))
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-seen_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agreement", "user", "listing", "revision"], name="a_sight_of_a_version_is_noted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.revision}"
