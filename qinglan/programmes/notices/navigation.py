"""Where public notices stand in the menus."""

from django.utils.translation import pgettext_lazy

from qinglan.kernel.web import navigation

navigation.register("notices:list", pgettext_lazy("programmes", "Public notices"), order=29)
