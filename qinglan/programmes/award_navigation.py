"""Where awards stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

navigation.register("awards:register", _("Register of awards"), order=27, place="footer")
