"""The verb of the gate before publication."""

from qinglan.kernel.disclosure.domain.clearance import (
    Attached,
    Check,
    NotCleared,
    clear_for_publication,
    refuse_numbers,
    require_clearance,
)

__all__ = ["Attached", "Check", "NotCleared", "clear_for_publication", "refuse_numbers", "require_clearance"]
