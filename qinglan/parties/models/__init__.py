"""Tables of people and organisations."""

from qinglan.parties.models.guard import Code, FormerPassword, Guard, Login
from qinglan.parties.models.session import Session
from qinglan.parties.models.user import User

__all__ = ["Code", "FormerPassword", "Guard", "Login", "Session", "User"]
