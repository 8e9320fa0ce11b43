"""Tables of messages."""

from qinglan.kernel.messages.models.choice import Channel, Choice, Language
from qinglan.kernel.messages.models.link import TaskLink
from qinglan.kernel.messages.models.message import Delivery, DeliveryState, Message

__all__ = ["Channel", "Choice", "Delivery", "DeliveryState", "Language", "Message", "TaskLink"]
