"""Tables of programmes."""

from qinglan.programmes.models.award import (
    STANDING,
    Award,
    AwardChange,
    AwardState,
    Bar,
    Colour,
    Duty,
    DutyState,
    Rectification,
)
from qinglan.programmes.models.case import ENDED, Case, CaseDraft, CaseFile, CaseRevision, CaseStatus
from qinglan.programmes.models.decision import Decision, Release, Verdict
from qinglan.programmes.models.programme import Authority, DefinitionVersion, Nature, Programme
from qinglan.programmes.models.round import Round, RoundFile, RoundQuota, RoundState
from qinglan.programmes.models.round_log import RoundChase, RoundExtension
from qinglan.programmes.models.verdict import DepartmentReply, Finding, Reply, RequirementVerdict
from qinglan.programmes.models.work_item import (
    ClockStop,
    CorrectionPoint,
    ItemState,
    Owner,
    StepType,
    WorkItem,
)

__all__ = [
    "ENDED",
    "STANDING",
    "Authority",
    "Award",
    "AwardChange",
    "AwardState",
    "Bar",
    "Case",
    "CaseDraft",
    "CaseFile",
    "CaseRevision",
    "CaseStatus",
    "ClockStop",
    "Colour",
    "CorrectionPoint",
    "Decision",
    "DefinitionVersion",
    "DepartmentReply",
    "Duty",
    "DutyState",
    "Finding",
    "ItemState",
    "Nature",
    "Owner",
    "Programme",
    "Rectification",
    "Release",
    "Reply",
    "RequirementVerdict",
    "Round",
    "RoundChase",
    "RoundExtension",
    "RoundFile",
    "RoundQuota",
    "RoundState",
    "StepType",
    "Verdict",
    "WorkItem",
]
