"""Tables of reported figures."""

from qinglan.kernel.measures.models.entry import Entry, Level
from qinglan.kernel.measures.models.figure import Figure
from qinglan.kernel.measures.models.indicator import (
    Confidentiality,
    Indicator,
    Kind,
    Period,
    Stage,
    SubjectKind,
)
from qinglan.kernel.measures.models.line import Line, State

__all__ = [
    "Confidentiality",
    "Entry",
    "Figure",
    "Indicator",
    "Kind",
    "Level",
    "Line",
    "Period",
    "Stage",
    "State",
    "SubjectKind",
]
