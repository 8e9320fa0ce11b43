"""Who may do what with public notices, objections and leads. Anybody objects, without an account."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import always_allow, is_active, predicate

from qinglan.kernel.documents import holders
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties.holding import holds_in
from qinglan.parties.roles import DECIDER, INSPECTOR, SECRETARY
from qinglan.programmes.models import Lead, Notice, Objection, Round
from qinglan.programmes.rules.round import territory_of

NOTICE_FILES = "programmes.notice"
OBJECTION_FILES = "programmes.objection"
READERS = (OFFICER, DECIDER, SECRETARY, INSPECTOR)
"""Roles for the scheme's whole territory that read what came in about a notice, without the persons."""


def notice_of(subject: Any) -> Notice | None:
    """The notice that a notice, an objection or a lead is about."""
    if isinstance(subject, Objection):
        return subject.entry.notice
    if isinstance(subject, Lead):
        return subject.notice
    return subject if isinstance(subject, Notice) else None


def place_of(subject: Any) -> str | None:
    """The territory of the scheme of a round, notice, objection or lead."""
    notice = notice_of(subject)
    one = notice.round if notice is not None else subject
    return territory_of(one) if isinstance(one, Round) else None


@predicate  # type: ignore[untyped-decorator]
def keeps_notice(user: Any, subject: Any) -> bool:
    """An officer for the whole territory of the scheme."""
    territory = place_of(subject)
    return territory is not None and holds_in(user, OFFICER, territory)


@predicate  # type: ignore[untyped-decorator]
def reads_notice(user: Any, subject: Any) -> bool:
    """One of the offices that follow a notice."""
    territory = place_of(subject)
    return territory is not None and holds_in(user, READERS, territory)


for _verb in (
    "post_notice",
    "add_to_notice",
    "take_down_notice",
    "rule_on_objection",
    "answer_objector",
    "note_lead",
    "see_objector",
):
    declare(
        f"programmes.{_verb}",
        is_active & keeps_notice,
        refusal=_("Only an officer for the whole territory of the scheme handles its public notices."),
    )
declare(
    "programmes.extend_notice",
    is_the_system | (is_active & keeps_notice),
    refusal=_("Only an officer for the whole territory of the scheme handles its public notices."),
)
declare(
    "programmes.follow_notice",
    is_active & reads_notice,
    refusal=_("What came in about a notice is for the offices of the scheme's territory."),
)
declare("programmes.view_notice", always_allow, refusal=_("This notice is not public."))
declare("programmes.object_to_notice", always_allow, refusal=_("Objections are closed."))
declare("programmes.send_lead", always_allow, refusal=_("Leads are closed."))
declare("programmes.close_notices", is_the_system, refusal=_("Notices end by themselves."))


def _notice(key: str) -> Notice | None:
    rows = Notice.objects.select_related("round__version__programme")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def _objection(key: str) -> Objection | None:
    rows = Objection.objects.select_related("entry__notice__round__version__programme")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def _keeps(user: Any, key: str) -> bool:
    found = _notice(key)
    return found is not None and bool((is_active & keeps_notice).test(user, found))


def _reads_evidence(user: Any, key: str) -> bool:
    found = _objection(key)
    return found is not None and bool((is_active & keeps_notice).test(user, found))


def _everybody(user: Any, key: str) -> bool:
    return True


def _system(user: Any, key: str) -> bool:
    return bool(is_the_system.test(user))


holders.register(NOTICE_FILES, _("Attachments of public notices"), may_read=_everybody, may_add=_keeps)
holders.register(OBJECTION_FILES, _("Evidence of objections"), may_read=_reads_evidence, may_add=_system)
