"""技术合同认定登记: one registration, prepared here and decided in the national system. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.figures.dimensions import DISTRICT_COLUMNS
from qinglan.contracts.models.choices import ContractKind, PaymentMode, PricingWay
from qinglan.contracts.models.contract import Contract
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


class RegistrationState(models.TextChoices):
    """How a registration stands; changed by `domain.registration_state.set_registration_state` alone."""

    DRAFT = "draft", pgettext_lazy("registration", "Being prepared")
    HANDED_IN = "handed_in", pgettext_lazy("registration", "Waits for acceptance")
    ACCEPTED = "accepted", pgettext_lazy("registration", "Accepted, being checked")
    RETURNED = "returned", pgettext_lazy("registration", "To be corrected")
    REVIEW = "review", pgettext_lazy("registration", "With the experts")
    PASSED = "passed", pgettext_lazy("registration", "Passed the pre-check")
    HANDED_OVER = "handed_over", pgettext_lazy("registration", "Filed in the national system")
    REGISTERED = "registered", pgettext_lazy("registration", "Registered")
    REFUSED = "refused", pgettext_lazy("registration", "Registration refused")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Registration cancelled")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration", "Withdrawn")


LIGHTS = {
    RegistrationState.DRAFT: "idle",
    RegistrationState.HANDED_IN: "due",
    RegistrationState.ACCEPTED: "due",
    RegistrationState.RETURNED: "late",
    RegistrationState.REVIEW: "due",
    RegistrationState.PASSED: "done",
    RegistrationState.HANDED_OVER: "due",
    RegistrationState.REGISTERED: "done",
    RegistrationState.REFUSED: "late",
    RegistrationState.CANCELLED: "idle",
    RegistrationState.WITHDRAWN: "idle",
}
NUMBERED = frozenset({RegistrationState.REGISTERED, RegistrationState.CANCELLED})
"""States of what bears a national number."""
REASONED = frozenset(
    {
        RegistrationState.RETURNED,
        RegistrationState.REFUSED,
        RegistrationState.CANCELLED,
        RegistrationState.WITHDRAWN,
    }
)
"""States that say why."""
WRITABLE = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED})
OPEN_AT_OFFICE = frozenset(
    {RegistrationState.HANDED_IN, RegistrationState.ACCEPTED, RegistrationState.REVIEW}
)


class Attention(models.TextChoices):
    """Why somebody should look at it again."""

    NONE = "", pgettext_lazy("attention", "nothing")
    CONTRACT_ENDED = "contract_ended", pgettext_lazy("attention", "The contract was terminated")
    DIFFERENCES = "differences", pgettext_lazy("attention", "It differs from what was filed")
    CHANGE_ASKED = "change_asked", pgettext_lazy("attention", "A change was asked for")


def _code(words: object, width: int = 24) -> models.CharField:  # type: ignore[type-arg]
    """A code of one of the national lists; "" is not chosen."""
    return models.CharField(words, max_length=width, blank=True)  # type: ignore[arg-type]


@tracked()
class Registration(models.Model):
    """One registration. `contract` is empty for one of before, that was brought in by spreadsheet.

    `amount` is 合同成交额, `technology_amount` 技术交易额, `technology_income` 技术性收入. Codes are those of the lists in
    ``registration.yaml``; territories GB/T 2260, countries customs codes. `seller_key` and `buyer_key` tell parties apart: the code,
    or the name where there is none. `keeper` prepares it, `office` checks it here. `precheck_number` (YS-…) is ours and
    no registration; `national_number` is given by the national system. `listed_on` is the day of the first offer.
    `green_basis` and who confirmed it stand beside `is_green`.
    """

    contract = models.OneToOneField(
        Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="registration", editable=False
    )
    keeper = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )
    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("registration office"),
    )  # fmt: skip
    seller_unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )
    buyer_unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )
    state = models.CharField(_("state"), max_length=11, choices=RegistrationState.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    attention = models.CharField(max_length=14, choices=Attention.choices, blank=True, editable=False)
    title = models.CharField(_("name of the project"), max_length=200)
    kind = models.CharField(_("kind of contract"), max_length=12, choices=ContractKind.choices)
    form = _code(_("sub-kind"), 40)
    payment_mode = models.CharField(_("payment"), max_length=18, choices=PaymentMode.choices, blank=True)
    pricing_way = models.CharField(
        _("how the price came about"), max_length=8, choices=PricingWay.choices, blank=True
    )
    plan_source = _code(_("plan source"))
    ip_kind = _code(_("intellectual property"))
    tech_field = _code(_("field of technology"))
    goal = _code(_("social and economic goal"))
    industry = _code(_("industry served"))
    amount = models.BigIntegerField(_("contract value"), null=True, blank=True)
    technology_amount = models.BigIntegerField(_("technology value"), null=True, blank=True)
    technology_income = models.BigIntegerField(_("technology income"), null=True, blank=True)
    new_investment = models.BigIntegerField(_("expected new investment"), null=True, blank=True)
    new_output = models.BigIntegerField(_("expected new output"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    listed_on = models.DateField(_("first offered on"), null=True, blank=True)
    is_related = models.BooleanField(_("between related parties"), null=True, blank=True)
    related_note = models.CharField(_("how they are related"), max_length=300, blank=True)
    seller_name = models.CharField(_("seller"), max_length=120, blank=True)
    seller_code = models.CharField(_("code of the seller"), max_length=18, blank=True)
    seller_country = _code(_("country of the seller"), 3)
    seller_territory = _code(_("division of the seller"), 6)
    seller_type = _code(_("type of the seller"), 4)
    seller_key = models.CharField(max_length=120, blank=True, editable=False)
    buyer_name = models.CharField(_("buyer"), max_length=120, blank=True)
    buyer_code = models.CharField(_("code of the buyer"), max_length=18, blank=True)
    buyer_country = _code(_("country of the buyer"), 3)
    buyer_territory = _code(_("division of the buyer"), 6)
    buyer_type = _code(_("type of the buyer"), 4)
    buyer_key = models.CharField(max_length=120, blank=True, editable=False)
    broker_code = models.CharField(_("code of the broker"), max_length=60, blank=True)
    is_green = models.BooleanField(_("green"), default=False, editable=False)
    green_basis = models.CharField(_("ground of the green tag"), max_length=12, blank=True, editable=False)
    green_code = models.CharField(_("code of the green catalogue"), max_length=24, blank=True, editable=False)
    green_note = models.CharField(_("what shows it"), max_length=300, blank=True, editable=False)
    green_confirmed_on = models.DateField(null=True, editable=False)
    green_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        editable=False,
    )  # fmt: skip
    precheck_number = models.CharField(  # noqa: DJ001 - two without a number are two
        _("pre-check number"), max_length=14, null=True, unique=True, editable=False
    )
    national_number = models.CharField(  # noqa: DJ001 - as above
        _("national number"), max_length=24, null=True, unique=True, editable=False
    )
    certificate = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )
    accepted_on = models.DateField(pgettext_lazy("registration", "accepted on"), null=True, editable=False)
    due_on = models.DateField(_("to be decided by"), null=True, editable=False)
    passed_on = models.DateField(null=True, editable=False)
    handed_over_on = models.DateField(_("filed on"), null=True, editable=False)
    registered_on = models.DateField(_("registered on"), null=True, editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    changed_at = models.DateTimeField(_("changed"), editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("registration")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-id"], name="registrations_by_state"),
            models.Index(fields=["office", "state", "-id"], name="registrations_of_an_office"),
            models.Index(
                fields=["office", "due_on", "id"],
                condition=Q(state__in=sorted(OPEN_AT_OFFICE)),
                name="registrations_open_by_end",
            ),
            models.Index(
                fields=["keeper", "-id"], condition=Q(keeper__isnull=False), name="registrations_of_a_keeper"
            ),
            models.Index(
                fields=["seller_unit", "-id"],
                condition=Q(seller_unit__isnull=False),
                name="registrations_of_a_seller",
            ),
            models.Index(
                fields=["buyer_unit", "-id"],
                condition=Q(buyer_unit__isnull=False),
                name="registrations_of_a_buyer",
            ),
            models.Index(fields=["seller_key", "buyer_key", "amount"], name="registrations_of_a_pair"),
            models.Index(
                fields=["seller_name"],
                opclasses=["varchar_pattern_ops"],
                name="registrations_by_seller_name",
            ),
            models.Index(
                fields=["buyer_name"], opclasses=["varchar_pattern_ops"], name="registrations_by_buyer_name"
            ),
            models.Index(
                fields=["-registered_on", "-id"],
                condition=Q(registered_on__isnull=False),
                name="registrations_by_day",
            ),
            models.Index(
                fields=["attention", "-id"], condition=~Q(attention=""), name="registrations_to_look_at"
            ),
            *(
                models.Index(
                    fields=[f"{side}_territory", "registered_on"],
                    include=[
                        one for one in DISTRICT_COLUMNS if one not in (f"{side}_territory", "registered_on")
                    ],
                    condition=Q(state="registered"),
                    name=f"registered_by_{side}_place",
                )
                for side in ("seller", "buyer")
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gt=0))
                & (Q(technology_amount__isnull=True) | Q(technology_amount__gt=0))
                & (Q(technology_income__isnull=True) | Q(technology_income__gte=0)),
                name="amounts_of_a_registration_are_positive",
            ),
            models.CheckConstraint(
                condition=Q(technology_amount__isnull=True)
                | Q(amount__isnull=False, technology_amount__lte=F("amount")),
                name="technology_value_within_contract_value",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                name="a_registered_contract_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(NUMBERED),
                    national_number__isnull=False,
                    registered_on__isnull=False,
                    amount__isnull=False,
                    technology_amount__isnull=False,
                )
                | (
                    ~Q(state__in=sorted(NUMBERED))
                    & Q(national_number__isnull=True, registered_on__isnull=True)
                ),
                name="what_is_registered_bears_its_number",
            ),
            models.CheckConstraint(
                condition=Q(national_number__isnull=True) | Q(national_number__regex=r"^[0-9A-Z]{8,24}$"),
                name="a_national_number_has_no_hyphen",
            ),
            models.CheckConstraint(
                condition=Q(precheck_number__isnull=True)
                | Q(precheck_number__regex=r"^YS-[0-9]{4}-[0-9]{6}$"),
                name="a_precheck_number_begins_with_ys",
            ),
            models.CheckConstraint(
                condition=~Q(state="passed") | Q(precheck_number__isnull=False, passed_on__isnull=False),
                name="what_passed_has_its_precheck_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "review"])
                | Q(office__isnull=False, accepted_on__isnull=False, due_on__isnull=False),
                name="what_an_office_checks_has_its_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(REASONED)) | ~Q(reason=""),
                name="what_was_sent_back_or_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_on__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_on__isnull=True)),
                name="a_cancelled_registration_says_when",
            ),
            models.CheckConstraint(
                condition=Q(is_green=False)
                | (
                    ~Q(green_basis="") & Q(green_confirmed_by__isnull=False, green_confirmed_on__isnull=False)
                ),
                name="a_green_contract_has_ground_and_confirmer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:registration", args=[self.pk])

    @property
    def key(self) -> str:
        """The name of its stream of events."""
        return f"registration:{self.pk}"

    @property
    def number(self) -> str:
        """The national number, else the pre-check number, else ""."""
        return self.national_number or self.precheck_number or ""

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LIGHTS[RegistrationState(self.state)]

    @property
    def is_writable(self) -> bool:
        """Whether the unit that keeps it may write it."""
        return self.state in WRITABLE
