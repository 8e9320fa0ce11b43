"""The kinds of events of rounds; they lie in the stream ``round:<key>``."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.events import register_kind

CREATED = register_kind(
    "programmes.round-created", _("A round was prepared: scheme, edition, digest of the definition, days.")
).name
CHANGED = register_kind("programmes.round-changed", _("A round was changed: which fields.")).name
QUOTAS_SET = register_kind(
    "programmes.round-quotas-set", _("The quotas of a round were set: territory or body, and number.")
).name
FILE_ADDED = register_kind(
    "programmes.round-file-added", _("A file was attached to a round: its digest.")
).name
CALL_DRAFTED = register_kind(
    "programmes.round-call-drafted", _("The call of a round was drafted as an official paper.")
).name
ANNOUNCED = register_kind(
    "programmes.round-announced", _("A round was announced: from when, until when.")
).name
OPENED = register_kind("programmes.round-opened", _("A round opened for applications.")).name
CLOSED = register_kind("programmes.round-closed", _("A round closed for applications.")).name
EXTENDED = register_kind(
    "programmes.round-extended", _("The end of a round was put off: before, after, reason, outage.")
).name
CANCELLED = register_kind("programmes.round-cancelled", _("A round was cancelled, with the reason.")).name
FINISHED = register_kind("programmes.round-finished", _("A round was finished: how many drafts lapsed.")).name
CHASED = register_kind(
    "programmes.round-chased", _("Applicants who had begun and not submitted were reminded: how many.")
).name
INVITED_TO_EVALUATION = register_kind(
    "programmes.round-invited", _("Holders of awards that are due for re-evaluation were invited: how many.")
).name
