"""The verb of the gate before publication."""

from qinglan.kernel.disclosure.domain.clearance import (
    Attached,
    Check,
    NotCleared,
    clear_for_publication,
    require_clearance,
)

__all__ = ["Attached", "Check", "NotCleared", "clear_for_publication", "require_clearance"]
