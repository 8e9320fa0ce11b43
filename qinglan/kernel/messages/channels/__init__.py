"""The channels outside the application: which are set up, and the way to send by one."""

from qinglan.kernel.messages.channels.base import Outgoing, Undeliverable, Unreachable
from qinglan.kernel.messages.channels.choosing import available, send

__all__ = ["Outgoing", "Undeliverable", "Unreachable", "available", "send"]
