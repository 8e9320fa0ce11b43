"""The app of messages. Its label is `messaging`: Django has an app called `messages`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """Messages."""

    name = "qinglan.kernel.messages"
    label = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Declare verbs, navigation and our own templates."""
        from qinglan.kernel.messages import (  # noqa: PLC0415 - registration needs loaded models
            finding,  # noqa: F401 - as above
            navigation,  # noqa: F401 - as above
            own_templates,  # noqa: F401 - as above
            rules,  # noqa: F401 - as above
        )
