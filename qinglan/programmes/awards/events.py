"""What happens to awards after the decision, as events in the stream ``award:<key>``."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.programmes.awards.seeing import awards_followed_by
from qinglan.programmes.models import Award

WARNED = events.register_kind("programmes.award-warned", _("An award was warned: why.")).name
WARNING_LIFTED = events.register_kind(
    "programmes.award-warning-lifted", _("The warning of an award was lifted: why.")
).name
RECTIFYING = events.register_kind(
    "programmes.rectification-opened", _("The holder of an award was told to rectify: why, until when.")
).name
PLANNED = events.register_kind(
    "programmes.rectification-planned", _("The holder of an award handed in its plan of rectification.")
).name
RECHECKED = events.register_kind(
    "programmes.rectification-closed", _("A rectification was checked: passed or failed, and why.")
).name
PROPOSED = events.register_kind(
    "programmes.revocation-proposed",
    _("An officer is to look whether an award must be revoked: why, from which source."),
).name
DISMISSED = events.register_kind(
    "programmes.revocation-dismissed", _("An officer looked and didn't revoke an award: why.")
).name
REVOKED = events.register_kind(
    "programmes.award-revoked",
    _("An award was revoked: ground, reason, clause, until when its holder is barred."),
).name
RE_EVALUATED = events.register_kind(
    "programmes.award-re-evaluated",
    _("An award was evaluated again: by which case, which grade, what it leads to."),
).name
RENEWED = events.register_kind(
    "programmes.award-renewed", _("An award was renewed: its new last day, and when it is evaluated next.")
).name
EXPIRED = events.register_kind("programmes.award-expired", _("An award ran out: its last day.")).name
EXITED = events.register_kind("programmes.award-exited", _("A holder gave its award up: why.")).name
BAR_LIFTED = events.register_kind("programmes.bar-lifted", _("A bar on applying again was lifted: why.")).name
REPORTED = events.register_kind(
    "programmes.duty-handed-in",
    _("A report on an award was handed in: period, digest, lights of the monitor."),
).name
LATE = events.register_kind(
    "programmes.duty-late", _("A duty of an award wasn't done in time: period, what followed.")
).name
LOOKED_AT = events.register_kind(
    "programmes.duty-looked-at", _("An officer looked at a report: accepted, given back or excused, and why.")
).name


events.register_rows("award", _("Awards"), rows=awards_followed_by)


def record(acting_user: Any, kind: str, award: Award, /, **payload: Any) -> None:
    """Append an event about `award`, within the caller's transaction."""
    events.append(stream=f"award:{award.pk}", kind=kind, payload=payload, actor=acting_user)
