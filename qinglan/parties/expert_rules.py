"""Who may do what with experts and declared interests: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer
from qinglan.parties.models.expert import ExpertState
from qinglan.parties.organisation_rules import is_its_administrator, is_person


@predicate  # type: ignore[untyped-decorator]
def is_the_expert(user: Any, expert: Any) -> bool:
    """The expert's own account."""
    return expert is not None and expert.user_id is not None and expert.user_id == getattr(user, "pk", None)


@predicate  # type: ignore[untyped-decorator]
def is_shown(user: Any, expert: Any) -> bool:
    """In the pool, and shown to everybody by his own consent."""
    return expert is not None and expert.is_shown and expert.state == ExpertState.IN_POOL


@predicate  # type: ignore[untyped-decorator]
def nominated_him(user: Any, expert: Any) -> bool:
    """The present administrator of the unit that nominated the expert."""
    return (
        expert is not None
        and expert.nominated_by_id is not None
        and bool(is_its_administrator.test(user, expert.nominated_by))
    )


declare(
    "experts.list", is_officer, refusal=_("The pool of experts is shown to officers only; log in as one.")
)
declare(
    "experts.view",
    is_shown | is_officer | (is_active & (is_the_expert | nominated_him)),
    refusal=_("This expert has no public profile."),
)
declare(
    "experts.see_record",
    is_officer | (is_active & is_the_expert),
    refusal=_("The record is shown to the expert himself and to officers."),
)
declare("experts.apply", is_person, refusal=_("Log in first: the application belongs to your account."))
declare(
    "experts.nominate",
    is_officer | (is_active & is_its_administrator),
    refusal=_("Only the administrator of an organisation nominates experts for it."),
)
declare(
    "experts.edit",
    is_officer | (is_active & is_the_expert),
    refusal=_("Only the expert himself or an officer changes the record."),
)
declare("experts.show", is_active & is_the_expert, refusal=_("Only the expert himself decides that."))
declare(
    "experts.settle",
    is_officer & ~is_the_expert,
    refusal=_("Only an officer decides on experts, and never on himself."),
)
declare(
    "experts.leave",
    is_officer | (is_active & is_the_expert),
    refusal=_("Only the expert himself or an officer ends his time in the pool."),
)
declare("experts.import", is_officer, refusal=_("Only an officer brings experts in."))
declare("interests.declare", is_person, refusal=_("Log in first: everybody declares his own interests."))
declare(
    "interests.declare_for",
    is_officer | (is_active & is_the_expert),
    refusal=_("Only the expert himself or an officer declares his interests."),
)
declare(
    "interests.view",
    is_officer | (is_active & is_the_expert),
    refusal=_("Declared interests are shown to the person and to officers."),
)
