"""Who may do what with an award after the decision; officers' own verbs ask for `programmes.keep_award`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.documents import holders
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties.holding import holds_in, in_role_somewhere
from qinglan.parties.roles import DECIDER, INSPECTOR, SECRETARY
from qinglan.programmes.awards.seeing import follows_award, holds_award
from qinglan.programmes.models import Award, Case


@predicate  # type: ignore[untyped-decorator]
def reads_dossier(user: Any, case: Any) -> bool:
    """An officer, decision maker or external auditor for the whole territory of the scheme."""
    if not isinstance(case, Case) or case.submitted_at is None:
        return False
    return holds_in(user, (OFFICER, DECIDER, INSPECTOR), case.version.programme.territory_id)


AWARD_FILES = "programmes.award"

declare(
    "programmes.report_award",
    is_active & holds_award,
    refusal=_("Only people of the award's holder may do this. Ask its administrator to add you."),
)
declare(
    "programmes.follow_award",
    follows_award,
    refusal=_("How an award is kept is for its holder and the offices. The public page shows the rest."),
)
declare(
    "programmes.follow_awards",
    in_role_somewhere(OFFICER, DECIDER, SECRETARY, INSPECTOR),
    refusal=_("How awards are kept is for the offices. Log in with such an account."),
)
declare(
    "programmes.take_dossier",
    is_active & reads_dossier,
    refusal=_(
        "The dossier of a case is for officers, decision makers and auditors of the scheme's territory."
    ),
)
declare(
    "programmes.watch_awards",
    is_the_system,
    refusal=_("The clock does this by itself."),
)


def _award(key: str) -> Award | None:
    return (
        Award.objects.select_related("programme", "holder").filter(pk=key).first()
        if key.isdecimal()
        else None
    )


holders.register(
    AWARD_FILES,
    _("Files of awards"),
    may_read=lambda user, key: bool(follows_award.test(user, _award(key))),
    may_add=lambda user, key: bool(holds_award.test(user, _award(key))),
)
