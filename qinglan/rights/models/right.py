"""Intellectual property: what it is, how it stands, whose it is, who uses it, to whom it is pledged."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


class RightKind(models.TextChoices):
    """知识产权类型, as the registration of technology contracts lists them."""

    INVENTION = "invention", _("Invention patent")
    UTILITY_MODEL = "utility_model", _("Utility model patent")
    DESIGN = "design", _("Design patent")
    SOFTWARE = "software", _("Software copyright")
    LAYOUT = "layout", _("Layout design of integrated circuits")
    PLANT_VARIETY = "plant_variety", _("New plant variety")
    DRUG = "drug", _("New biological or medical variety")
    DESIGN_COPYRIGHT = "design_copyright", _("Copyright in a design")
    SECRET = "secret", _("Trade secret")


PATENTS = frozenset({RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN})


class RightState(models.TextChoices):
    """法律状态."""

    APPLIED = "applied", pgettext_lazy("right", "Applied for")
    IN_FORCE = "in_force", pgettext_lazy("right", "In force")
    REFUSED = "refused", pgettext_lazy("right", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("right", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("right", "Lapsed, fees unpaid")
    EXPIRED = "expired", pgettext_lazy("right", "Expired")
    INVALID = "invalid", pgettext_lazy("right", "Declared invalid")


class LicenceKind(models.TextChoices):
    """许可方式."""

    EXCLUSIVE = "exclusive", _("Exclusive licence")
    SOLE = "sole", _("Sole licence")
    ORDINARY = "ordinary", _("Ordinary licence")
    OPEN = "open", _("Open licence")


@tracked()
class Right(models.Model):
    """One right. `keeper` is the organisation in whose ledger it stands; co-owners are `RightOwner`.

    `number` is normalised, of a patent with its check digit (``ZL202110123456.X``, ``CN…`` before grant).
    A trade secret has none. `is_green` follows from `RightClass`. Changed by ``domain/right.py`` alone.
    """

    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(_("kind of right"), max_length=20, choices=RightKind.choices)
    state = models.CharField(_("legal status"), max_length=10, choices=RightState.choices)
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("title of the right"), max_length=200)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    granted_on = models.DateField(_("granted on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    fee_due_on = models.DateField(_("next fee due on"), null=True, blank=True)
    state_basis = models.CharField(_("basis of the status"), max_length=300, blank=True)
    is_green = models.BooleanField(_("green by its classes"), default=False, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["keeper_id", "kind", "number", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "expires_on"], name="right_by_expiry"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="a_number_names_one_right"
            ),
            models.CheckConstraint(
                condition=Q(kind=RightKind.SECRET, number="") | ~Q(kind=RightKind.SECRET),
                name="a_trade_secret_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(applied_on__isnull=True)
                | Q(granted_on__isnull=True)
                | Q(applied_on__lte=F("granted_on")),
                name="a_right_is_granted_after_it_was_applied_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("rights:record", args=[self.pk])

    @property
    def is_on_a_register(self) -> bool:
        """Whether a national register shows it to everybody."""
        return bool(self.number) and self.kind != RightKind.SECRET and self.granted_on is not None

    @property
    def light(self) -> str:
        """The light beside its status."""
        lights = {RightState.IN_FORCE: "done", RightState.APPLIED: "due"}
        return lights.get(RightState(self.state), "idle")


@tracked()
class RightOwner(models.Model):
    """A co-owner beside the keeper; `organisation` where it is on record here. `share` in percent."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="owners")
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    share = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["right_id", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["right", "name"], name="a_co_owner_is_named_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | (Q(share__gt=0) & Q(share__lte=100)),
                name="a_share_is_a_part_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class RightClass(models.Model):
    """An IPC symbol of a right, whether a green list covers it, and by which line."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="classes")
    symbol = models.CharField(_("IPC symbol"), max_length=16)
    green_basis = models.CharField(_("basis of the green mark"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["right_id", "symbol"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["right", "symbol"], name="a_right_names_a_symbol_once"),
        ]

    def __str__(self) -> str:
        return self.symbol


@tracked()
class Licence(models.Model):
    """A licence; `record_number` is that of its filing 备案, `valid_to` None where no end is named."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="licences")
    kind = models.CharField(_("kind of licence"), max_length=12, choices=LicenceKind.choices)
    licensee = models.CharField(_("licensee"), max_length=120, blank=True)
    record_number = models.CharField(_("number of the filing"), max_length=60, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["right_id", "-valid_from", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="a_licence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=LicenceKind.OPEN) | ~Q(licensee=""),
                name="a_licence_names_who_has_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.licensee}".strip()


@tracked()
class Pledge(models.Model):
    """A pledge 质押, with its registration number; `released_on` None while it stands."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="pledges")
    pledgee = models.CharField(_("pledgee"), max_length=120)
    number = models.CharField(_("registration number of the pledge"), max_length=60)
    registered_on = models.DateField(_("registered on"))
    released_on = models.DateField(_("released on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["right_id", "-registered_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["right"], condition=Q(released_on__isnull=True), name="one_standing_pledge_per_right"
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(registered_on__lte=F("released_on")),
                name="a_pledge_is_released_after_it_was_registered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledgee} {self.number}"
