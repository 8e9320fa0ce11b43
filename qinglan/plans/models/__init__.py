"""Tables of plan documents."""

from qinglan.plans.models.article import Article, Chapter, Service
from qinglan.plans.models.body import Body, BodyRole
from qinglan.plans.models.decision import Decision
from qinglan.plans.models.plan import Plan
from qinglan.plans.models.quantity import Comparator, Quantity, QuantityKind, Strength
from qinglan.plans.models.version import Stage, Version, VersionState

__all__ = [
    "Article",
    "Body",
    "BodyRole",
    "Chapter",
    "Comparator",
    "Decision",
    "Plan",
    "Quantity",
    "QuantityKind",
    "Service",
    "Stage",
    "Strength",
    "Version",
    "VersionState",
]
