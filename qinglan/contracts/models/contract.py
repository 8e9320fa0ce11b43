"""Technology contracts 技术合同 and their parties. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.models import LotResult
from qinglan.contracts.models.choices import (
    LIGHTS,
    SIGNED,
    ContractKind,
    ContractState,
    PartySide,
    PaymentMode,
    PricingWay,
)
from qinglan.kernel.history.track import tracked
from qinglan.market.models import HandOver, Need, Technology
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right


@tracked()
class Contract(models.Model):
    """One contract. `number` is our own (``HT-2026-000001``), never one of the national register.

    `keeper` is the organisation whose people began it. It comes from agreed terms (`hand_over`), from the
    result of a lot (`result`), or from neither. `amount` is the whole price 合同成交额, empty while none is
    agreed. `is_related` says whether the parties are related 关联交易, empty while nobody said.
    """

    number = models.CharField(_("number of the contract"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("kind of contract"), max_length=12, choices=ContractKind.choices)
    form = models.CharField(_("sub-kind"), max_length=40, blank=True)
    title = models.CharField(pgettext_lazy("contract", "title"), max_length=200)
    amount = models.BigIntegerField(_("whole price"), null=True, blank=True)
    payment_mode = models.CharField(
        pgettext_lazy("contract", "way of payment"),
        max_length=18,
        choices=PaymentMode.choices,
        default=PaymentMode.ONCE,
    )
    pricing_way = models.CharField(
        _("how the price came about"), max_length=8, choices=PricingWay.choices, default=PricingWay.AGREED
    )
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    sign_place = models.CharField(_("place of signing"), max_length=100, blank=True)
    is_related = models.BooleanField(_("between related parties"), null=True, blank=True)
    related_note = models.CharField(_("how they are related"), max_length=300, blank=True)
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kept_contracts")
    hand_over = models.OneToOneField(
        HandOver, on_delete=models.PROTECT, null=True, blank=True, related_name="contract", editable=False
    )
    result = models.OneToOneField(
        LotResult, on_delete=models.PROTECT, null=True, blank=True, related_name="contract", editable=False
    )
    technology = models.ForeignKey(
        Technology, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    rights = models.ManyToManyField(Right, through="ContractRight", related_name="contracts")
    state = models.CharField(_("state"), max_length=10, choices=ContractState.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("contract")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-changed_at"], name="contracts_by_state"),
            models.Index(fields=["keeper", "-changed_at"], name="contracts_of_a_keeper"),
            models.Index(fields=["-changed_at", "-id"], name="contracts_by_last_change"),
            models.Index(fields=["ends_on", "id"], name="contracts_by_end"),
            models.Index(fields=["title"], name="contracts_by_title", opclasses=["varchar_pattern_ops"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="a_price_is_above_nought"
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                name="a_contract_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(SIGNED), signed_on__isnull=False)
                | (~Q(state__in=sorted(SIGNED)) & Q(signed_on__isnull=True)),
                name="a_contract_in_force_was_signed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["terminated", "abandoned"]) | ~Q(reason=""),
                name="a_contract_that_ended_early_says_why",
            ),
            models.CheckConstraint(
                condition=Q(hand_over__isnull=True) | Q(result__isnull=True),
                name="a_contract_has_one_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:contract", args=[self.number])

    @property
    def key(self) -> str:
        """The name of its stream of events."""
        return f"contract:{self.number}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LIGHTS[ContractState(self.state)]

    @property
    def is_signed(self) -> bool:
        """Whether all sides signed it, however it ended."""
        return self.state in SIGNED

    @property
    def seller(self) -> "ContractParty | None":
        """The main provider (prefetch ``parties``)."""
        return self._main(PartySide.SELLER)

    @property
    def buyer(self) -> "ContractParty | None":
        """The main buyer (prefetch ``parties``)."""
        return self._main(PartySide.BUYER)

    def _main(self, side: PartySide) -> "ContractParty | None":
        found = [one for one in self.parties.all() if one.side == side]
        return min(found, key=lambda one: one.position, default=None)


@tracked(exclude=("representative", "agent", "telephone"))
class ContractParty(models.Model):
    """A party with the particulars that the paper prints; `position` 1 is the main one of its side.

    `organisation` is empty for a party that isn't on record here. `code` is the unified social credit code, empty
    abroad; `territory` the six digits of GB/T 2260, empty abroad. `agent` is who acts for it in this matter 经办人.
    Names and telephone of persons stand in the versions of the contract and are not kept in the history.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="parties")
    side = models.CharField(_("side"), max_length=6, choices=PartySide.choices)
    position = models.PositiveSmallIntegerField(default=1)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contract_parties"
    )
    name = models.CharField(pgettext_lazy("party", "name"), max_length=120)
    code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    country = models.CharField(_("country or region"), max_length=60, default="中国")
    territory = models.CharField(_("territory"), max_length=6, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    agent = models.CharField(_("who handles it"), max_length=60, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    bank_account = models.CharField(_("account number"), max_length=40, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-side", "position"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name"], name="contract_parties_by_name", opclasses=["varchar_pattern_ops"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "side", "position"], name="a_place_among_the_parties_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["contract", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_organisation_is_party_once",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="parties_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ContractRight(models.Model):
    """A right that the contract is about."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "right"], name="a_contract_names_a_right_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.right_id}"
