"""A version put to signature, and what each party did with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.choices import PartySide
from qinglan.contracts.models.contract import Contract
from qinglan.contracts.models.version import ContractVersion
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


class SigningWay(models.TextChoices):
    """How a version is signed: all parties in one way."""

    PAPER = "paper", pgettext_lazy("signing a contract", "On paper, signed and stamped")
    ELECTRONIC = "electronic", pgettext_lazy("signing a contract", "Electronically")


class SigningState(models.TextChoices):
    """How a signing stands."""

    OPEN = "open", pgettext_lazy("signing a contract", "Under way")
    CONCLUDED = "concluded", pgettext_lazy("signing a contract", "Signed by all")
    WITHDRAWN = "withdrawn", pgettext_lazy("signing a contract", "Withdrawn")


SIGNING_LIGHTS = {SigningState.OPEN: "due", SigningState.CONCLUDED: "done", SigningState.WITHDRAWN: "idle"}


@tracked()
class Signing(models.Model):
    """One attempt to have a version signed by all parties.

    `paper` is the PDF that was put to signature, kept as its very bytes. `signed` is the same with the electronic
    signatures so far. `provider` is the code of who makes these, empty on paper. `reason` says why it was withdrawn.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signings")
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="signings")
    way = models.CharField(_("how it is signed"), max_length=10, choices=SigningWay.choices)
    provider = models.CharField(_("provider of the seals"), max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=SigningState.choices, default=SigningState.OPEN
    )
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    signed = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="open"), name="one_open_signing_of_a_contract"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="concluded"), name="a_contract_is_signed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="a_signing_that_ended_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="a_withdrawn_signing_says_why"
            ),
            models.CheckConstraint(
                condition=Q(way="paper", provider="", signed__isnull=True)
                | (Q(way="electronic") & ~Q(provider="")),
                name="an_electronic_signing_names_its_provider",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded", way="electronic") | Q(signed__isnull=False),
                name="what_was_signed_electronically_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.version}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for signatures."""
        return self.state == SigningState.OPEN

    @property
    def light(self) -> str:
        """The light beside its state."""
        return SIGNING_LIGHTS[SigningState(self.state)]


class SignatureState(models.TextChoices):
    """How the signature of one party stands."""

    WAITING = "waiting", pgettext_lazy("signature of a contract", "Not signed yet")
    ASKED = "asked", pgettext_lazy("signature of a contract", "With the provider of seals")
    BROUGHT = "brought", pgettext_lazy("signature of a contract", "Scan to be compared")
    SIGNED = "signed", pgettext_lazy("signature of a contract", "Signed")


SIGNATURE_LIGHTS = {
    SignatureState.WAITING: "idle",
    SignatureState.ASKED: "due",
    SignatureState.BROUGHT: "due",
    SignatureState.SIGNED: "done",
}


@tracked(exclude=("authority", "certificate"))
class PartySignature(models.Model):
    """What one party did with what was put to signature: brought on a scan which somebody else compared, or signed
    electronically by who may bind it (`authority`), with the certificate named here.

    `order` is the number under which a provider outside makes its seal; it stays when the seal was taken. It is kept
    before the provider is asked; `answered_at` says when it took the order, empty while no answer of it is known.
    `finding` says what differs on a scan, or why what a provider answered was refused. Certificate and authority name
    persons and are not kept in the history: the event log has the account, the serial number and salted digests.

    `side`, `position`, `name` and `organisation` are those of the party as the version prints it; `organisation` is
    empty for a party that isn't on record here, whose stamp comes on somebody else's scan.
    """

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=6, choices=PartySide.choices)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(pgettext_lazy("party", "name"), max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=8, choices=SignatureState.choices, default=SignatureState.WAITING
    )
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(null=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    compared_at = models.DateTimeField(null=True)
    finding = models.CharField(_("what differs"), max_length=500, blank=True)
    order = models.UUIDField(_("number of the order"), null=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ordered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=300, blank=True)
    certificate = models.CharField(_("certificate"), max_length=300, blank=True)
    serial = models.CharField(_("serial number of the certificate"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-side", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["signing", "side", "position"], name="each_party_signs_a_version_once"
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False)
                | (~Q(state="signed") & Q(signed_at__isnull=True)),
                name="a_party_that_signed_says_when",
            ),
            models.UniqueConstraint(fields=["order"], name="an_order_of_a_seal_is_for_one_party"),
            models.UniqueConstraint(
                fields=["signing"], condition=Q(state="asked"), name="one_seal_is_made_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="asked")
                | (
                    Q(order__isnull=False, ordered_by__isnull=False, ordered_at__isnull=False)
                    & ~Q(authority="")
                ),
                name="an_ordered_seal_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="brought") | Q(scan__isnull=False, brought_by__isnull=False),
                name="a_scan_of_a_contract_was_brought_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | Q(scan__isnull=False, compared_by__isnull=False)
                | (~Q(certificate="") & ~Q(serial="") & ~Q(authority="")),
                name="a_signed_party_has_a_compared_scan_or_a_certificate",
            ),
            models.CheckConstraint(
                condition=Q(compared_by__isnull=True) | ~Q(compared_by=F("brought_by")),
                name="nobody_compares_the_scan_that_he_brought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}"

    @property
    def is_unanswered(self) -> bool:
        """Whether its seal was asked for and nobody knows whether the provider took the order."""
        return self.state == SignatureState.ASKED and self.answered_at is None

    @property
    def light(self) -> str:
        """The light beside its state."""
        return SIGNATURE_LIGHTS[SignatureState(self.state)]
