"""Where the work of external auditors stands in menus and on desks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import desks, navigation


def _audits(user: Any) -> bool:
    return bool(permissions.answer(user, "programmes.use_audit"))


def _reads_log(user: Any) -> bool:
    return bool(permissions.answer(user, "programmes.see_audit_log"))


navigation.register("audit:home", _("Audit"), order=20, place="account", visible=_audits)
navigation.register("audit:log", _("What auditors read"), order=60, place="account", visible=_reads_log)
desks.register_shortcut(desks.Shortcut("audit:home", _("Audit a scheme"), _audits, order=5))
desks.register_shortcut(desks.Shortcut("audit:verify", _("Check an export"), _audits, order=6))
desks.register_guide(
    desks.Guide(
        "inspector",
        _audits,
        _("You read and change nothing"),
        _("Choose a scheme and a year: population, sample, anomalies, money. What you read is noted."),
        "audit:home",
        _("Audit a scheme"),
        order=15,
    )
)
