"""The closed lists of contracts: kinds, states, sides, how is paid, how the price came about."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ContractKind(models.TextChoices):
    """技术合同类别 (Civil Code, part three, chapter 20). Sub-kinds are data: ``contracts.yaml`` of the packs."""

    DEVELOPMENT = "development", pgettext_lazy("contract kind", "Technology development")
    TRANSFER = "transfer", pgettext_lazy("contract kind", "Technology transfer")
    LICENCE = "licence", pgettext_lazy("contract kind", "Technology licence")
    CONSULTING = "consulting", pgettext_lazy("contract kind", "Technical consulting")
    SERVICE = "service", pgettext_lazy("contract kind", "Technical service")


class ContractState(models.TextChoices):
    """How a contract stands; changed by `domain.contract_state.set_contract_state` alone."""

    DRAFT = "draft", pgettext_lazy("contract", "Draft")
    SIGNING = "signing", pgettext_lazy("contract", "To be signed")
    IN_FORCE = "in_force", pgettext_lazy("contract", "In force")
    COMPLETED = "completed", pgettext_lazy("contract", "Completed")
    TERMINATED = "terminated", pgettext_lazy("contract", "Terminated")
    ABANDONED = "abandoned", pgettext_lazy("contract", "Not concluded")


LIGHTS = {
    ContractState.DRAFT: "idle",
    ContractState.SIGNING: "due",
    ContractState.IN_FORCE: "due",
    ContractState.COMPLETED: "done",
    ContractState.TERMINATED: "late",
    ContractState.ABANDONED: "idle",
}
SIGNED = frozenset({ContractState.IN_FORCE, ContractState.COMPLETED, ContractState.TERMINATED})
"""States of a contract that both sides signed."""


class PartySide(models.TextChoices):
    """Who provides the technology (让与方, 许可方, 受托方) and who pays for it."""

    SELLER = "seller", pgettext_lazy("side of a contract", "Provider")
    BUYER = "buyer", pgettext_lazy("side of a contract", "Buyer")


class PaymentMode(models.TextChoices):
    """支付方式, as the registration lists them."""

    ONCE = "once", pgettext_lazy("payment", "In one payment")
    INSTALMENTS = "instalments", pgettext_lazy("payment", "In instalments")
    ROYALTY = "royalty", pgettext_lazy("payment", "Royalty")
    ENTRY_AND_ROYALTY = "entry_and_royalty", pgettext_lazy("payment", "Entry fee and royalty")
    OTHER = "other", pgettext_lazy("payment", "Otherwise")


PLANNED = frozenset({PaymentMode.ONCE, PaymentMode.INSTALMENTS})
"""The milestones sum to the whole price."""


class PricingWay(models.TextChoices):
    """定价方式: agreed, listed, by auction or bidding, by tender."""

    AGREED = "agreed", pgettext_lazy("pricing", "By agreement")
    LISTING = "listing", pgettext_lazy("pricing", "By listing")
    AUCTION = "auction", pgettext_lazy("pricing", "By auction or bidding")
    TENDER = "tender", pgettext_lazy("pricing", "By tender or selection")


class MilestoneState(models.TextChoices):
    """How a milestone stands."""

    OPEN = "open", pgettext_lazy("milestone", "Under way")
    DELIVERED = "delivered", pgettext_lazy("milestone", "Delivered, to be accepted")
    ACCEPTED = "accepted", pgettext_lazy("milestone", "Accepted")
    REFUSED = "refused", pgettext_lazy("milestone", "Acceptance refused")
    DROPPED = "dropped", pgettext_lazy("milestone", "Dropped")


MILESTONE_LIGHTS = {
    MilestoneState.OPEN: "idle",
    MilestoneState.DELIVERED: "due",
    MilestoneState.ACCEPTED: "done",
    MilestoneState.REFUSED: "late",
    MilestoneState.DROPPED: "idle",
}
