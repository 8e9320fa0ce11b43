"""Tables of contracts."""

from qinglan.contracts.models.bank import BankAccount, BankLine, BankStatement, Direction, LineState
from qinglan.contracts.models.charge import (
    INCOME,
    Charge,
    ChargeKind,
    ChargeState,
    Fee,
    FeeRole,
    Movement,
    MovementKind,
)
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
from qinglan.contracts.models.deal import DealClaim
from qinglan.contracts.models.milestone import Milestone
from qinglan.contracts.models.mobility import (
    MOBILITY_RUNS,
    MOBILITY_WRITABLE,
    ExtensionState,
    Mobility,
    MobilityExtension,
    MobilityOutcome,
    MobilityReport,
    MobilityState,
    MobilityWay,
)
from qinglan.contracts.models.result_proof import ProofLine, ResultProof
from qinglan.contracts.models.shareholding import ShareBasis, Shareholding
from qinglan.contracts.models.signing import PartySignature, SignatureState, Signing, SigningState, SigningWay
from qinglan.contracts.models.version import ContractVersion, VersionClause

__all__ = [
    "INCOME",
    "MOBILITY_RUNS",
    "MOBILITY_WRITABLE",
    "PLANNED",
    "SIGNED",
    "BankAccount",
    "BankLine",
    "BankStatement",
    "Charge",
    "ChargeKind",
    "ChargeState",
    "Contract",
    "ContractKind",
    "ContractParty",
    "ContractRight",
    "ContractState",
    "ContractVersion",
    "DealClaim",
    "Direction",
    "ExtensionState",
    "Fee",
    "FeeRole",
    "LineState",
    "Milestone",
    "MilestoneState",
    "Mobility",
    "MobilityExtension",
    "MobilityOutcome",
    "MobilityReport",
    "MobilityState",
    "MobilityWay",
    "Movement",
    "MovementKind",
    "PartySide",
    "PartySignature",
    "PaymentMode",
    "PricingWay",
    "ProofLine",
    "ResultProof",
    "ShareBasis",
    "Shareholding",
    "SignatureState",
    "Signing",
    "SigningState",
    "SigningWay",
    "VersionClause",
]
