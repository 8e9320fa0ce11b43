"""Tables of contracts."""

from qinglan.contracts.models.choices import (
    PLANNED,
    SIGNED,
    ContractKind,
    ContractState,
    MilestoneState,
    PartySide,
    PaymentMode,
    PricingWay,
)
from qinglan.contracts.models.contract import Contract, ContractParty, ContractRight
from qinglan.contracts.models.milestone import Milestone

__all__ = [
    "PLANNED",
    "SIGNED",
    "Contract",
    "ContractKind",
    "ContractParty",
    "ContractRight",
    "ContractState",
    "Milestone",
    "MilestoneState",
    "PartySide",
    "PaymentMode",
    "PricingWay",
]
