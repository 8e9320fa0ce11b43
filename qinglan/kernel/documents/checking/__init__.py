"""What a file really is, and whether it may come in."""

from qinglan.kernel.documents.checking.inspection import Inspection, inspect
from qinglan.kernel.documents.checking.refusal import Refused

__all__ = ["Inspection", "Refused", "inspect"]
