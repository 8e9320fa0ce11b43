"""Where the market's figures stand in the menus: one entry; officers come from it to what is theirs."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

navigation.register("figures:home", _("The market in figures"), order=28, place="footer")
