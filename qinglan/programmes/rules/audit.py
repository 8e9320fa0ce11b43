"""Who audits a scheme and who reads the log of auditors' reads. An auditor changes nothing of a case or an award."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_auditor
from qinglan.parties.holding import holds_in, in_role_somewhere
from qinglan.parties.roles import INSPECTOR
from qinglan.programmes.models import Case, Programme


@predicate  # type: ignore[untyped-decorator]
def audits(user: Any, subject: Any) -> bool:
    """An external auditor, today and for the whole territory of the scheme."""
    programme = subject.version.programme if isinstance(subject, Case) else subject
    return isinstance(programme, Programme) and holds_in(user, INSPECTOR, programme.territory_id)


declare(
    "programmes.audit",
    is_active & audits,
    refusal=_(
        "This is for external auditors of the scheme's territory, within the time that was given to them."
    ),
)
declare(
    "programmes.use_audit",
    in_role_somewhere(INSPECTOR),
    refusal=_(
        "This is for external auditors. The security administrator gives such an account for a stated purpose, until a stated day."
    ),
)
declare(
    "programmes.see_audit_log",
    in_role_somewhere(INSPECTOR) | is_auditor,
    refusal=_(
        "The log of auditors' reads is for the audit administrator, and for each auditor his own part."
    ),
)
declare(
    "programmes.see_whole_audit_log",
    is_auditor,
    refusal=_("The whole log of auditors' reads is for the audit administrator."),
)
