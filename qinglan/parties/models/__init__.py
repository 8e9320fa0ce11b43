"""Tables of people and organisations."""

from qinglan.parties.models.assignment import Assignment
from qinglan.parties.models.broker import Broker, BrokerField, BrokerLevel, BrokerPrivate, BrokerState
from qinglan.parties.models.delegation import Delegation
from qinglan.parties.models.expert import (
    Expert,
    ExpertAbsence,
    ExpertEmployer,
    ExpertField,
    ExpertPrivate,
    ExpertState,
    ExpertTraining,
)
from qinglan.parties.models.factor_reset import FactorReset
from qinglan.parties.models.guard import Code, FormerPassword, Guard, Login
from qinglan.parties.models.interest import Interest, InterestKind, InterestStatement
from qinglan.parties.models.invitation import Invitation, InvitationState
from qinglan.parties.models.organisation import Organisation, OrganisationContact, OrganisationName
from qinglan.parties.models.organisation_change import ChangeKind, OrganisationChange, Succession
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.models.organisation_figure import (
    YearlyAnswer,
    YearlyForm,
    YearlyQuestion,
    YearlyReport,
)
from qinglan.parties.models.organisation_kind import GreenGround, OrganisationKind, OrganisationState
from qinglan.parties.models.organisation_membership import Membership, MembershipRole
from qinglan.parties.models.organisation_tag import GreenTag
from qinglan.parties.models.personal_data import Consent, ConsentPurpose, DataRequest, Retention
from qinglan.parties.models.reading import Reading
from qinglan.parties.models.session import Session
from qinglan.parties.models.user import User

__all__ = [
    "Assignment",
    "Broker",
    "BrokerField",
    "BrokerLevel",
    "BrokerPrivate",
    "BrokerState",
    "ChangeKind",
    "Claim",
    "ClaimState",
    "Code",
    "Consent",
    "ConsentPurpose",
    "DataRequest",
    "Delegation",
    "Expert",
    "ExpertAbsence",
    "ExpertEmployer",
    "ExpertField",
    "ExpertPrivate",
    "ExpertState",
    "ExpertTraining",
    "FactorReset",
    "FormerPassword",
    "GreenGround",
    "GreenTag",
    "Guard",
    "Interest",
    "InterestKind",
    "InterestStatement",
    "Invitation",
    "InvitationState",
    "Login",
    "Membership",
    "MembershipRole",
    "Organisation",
    "OrganisationChange",
    "OrganisationContact",
    "OrganisationKind",
    "OrganisationName",
    "OrganisationState",
    "Reading",
    "Retention",
    "Session",
    "Succession",
    "User",
    "YearlyAnswer",
    "YearlyForm",
    "YearlyQuestion",
    "YearlyReport",
]
