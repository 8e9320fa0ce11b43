"""Where experts, brokers and declared interests stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation
from qinglan.parties import directories
from qinglan.parties.directories import Directory
from qinglan.parties.expert_queries import listed_brokers, shown_experts


def _may(name: str) -> Any:
    return lambda user: bool(user is not None and permissions.answer(user, name))


directories.register(
    Directory(
        "directories:experts",
        pgettext_lazy("directory", "Experts"),
        _("Who reviews and advises: fields, title and employer of those who agreed to a public profile."),
        order=44,
        rows=shown_experts,
        join_url="experts:mine",
        join_label=_("Apply as an expert"),
    )
)
directories.register(
    Directory(
        "brokers:list",
        _("Brokers"),
        _("Who brings technology and need together: certified, and admitted by an officer."),
        order=45,
        rows=listed_brokers,
        join_url="brokers:mine",
        join_label=_("Apply as a broker"),
    )
)
navigation.register("experts:list", _("Experts"), order=62, visible=_may("experts.list"), place="account")
navigation.register(
    "experts:mine", _("My record as an expert"), order=22, visible=_may("experts.apply"), place="account"
)
navigation.register(
    "interests:own", _("Declared interests"), order=24, visible=_may("interests.declare"), place="account"
)
