"""Tables of rights."""

from qinglan.rights.models.right import (
    Licence,
    LicenceKind,
    Pledge,
    Right,
    RightClass,
    RightKind,
    RightOwner,
    RightState,
)

__all__ = [
    "Licence",
    "LicenceKind",
    "Pledge",
    "Right",
    "RightClass",
    "RightKind",
    "RightOwner",
    "RightState",
]
