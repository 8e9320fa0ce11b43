"""Where the green check, watch lists and requests for data stand in menus and on desks."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import desks, navigation
from qinglan.parties.holding import organisations_represented_by
from qinglan.programmes.awards.words import change_words
from qinglan.programmes.queries.checking import alerts_of, banks_of


def _for_a_bank(user: Any) -> bool:
    return user.is_authenticated and banks_of(user).exists()


def _for_a_firm(user: Any) -> bool:
    return user.is_authenticated and organisations_represented_by(user).exists()


def _alerts(user: Any, limit: int) -> Sequence[desks.Row]:
    """Alerts that nobody of the bank noted yet."""
    return [
        desks.Row(
            one.award.holder.name,
            one.award.get_absolute_url(),
            f"{one.award.version.title} · {one.award.number} · {one.change.on.isoformat()}",
            "late",
            change_words(one.change.kind),
        )
        for one in alerts_of(user).filter(seen_at__isnull=True)[:limit]
    ]


navigation.register("checking:check", _("Green check"), order=26, place="footer")
navigation.register("checking:watch", _("Watch list"), order=35, place="account", visible=_for_a_bank)
navigation.register("checking:grants", _("Requests for data"), order=36, place="account", visible=_for_a_firm)
desks.register_shortcut(desks.Shortcut("checking:check", _("Check a list of codes"), _for_a_bank, order=10))
desks.register_section(
    desks.Section(
        "programmes.alerts",
        _("Changed on the watch list"),
        _for_a_bank,
        _alerts,
        order=10,
        more=("checking:watch", _("Watch list")),
    )
)
desks.register_guide(
    desks.Guide(
        "bank-check",
        _for_a_bank,
        _("Nothing is due"),
        _(
            "Check a list of your customers' codes, and watch them: you are told the same day when an award ends."
        ),
        "checking:check",
        _("Check a list of codes"),
        order=29,
    )
)
