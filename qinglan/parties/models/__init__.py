"""Tables of people and organisations."""

from qinglan.parties.models.user import User

__all__ = ["User"]
