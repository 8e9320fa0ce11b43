"""Who may do what with cases, on the applicant's side."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.documents import holders
from qinglan.kernel.permissions import declare
from qinglan.parties.holding import represents
from qinglan.parties.models import Organisation
from qinglan.programmes.models import Case
from qinglan.programmes.seeing import may_see_case

CASE_FILES = "programmes.case"


@predicate  # type: ignore[untyped-decorator]
def acts_for(user: Any, subject: Any) -> bool:
    """Does business for the organisation, or for the applicant of the case."""
    if isinstance(subject, Case):
        return represents(user, subject.applicant_id)
    return isinstance(subject, Organisation) and represents(user, subject)


applies = is_active & acts_for
ONLY_ITS_PEOPLE = _(
    "Only people of the applicant may do this. Ask its administrator to add you to the organisation."
)
for _verb in ("begin_case", "save_case", "submit_case", "withdraw_case"):
    declare(f"programmes.{_verb}", applies, refusal=ONLY_ITS_PEOPLE)
declare("programmes.view_case", may_see_case, refusal=_("This case is not open to you."))


def _case(key: str) -> Case | None:
    return Case.objects.filter(pk=key).first() if key.isdecimal() else None


def _may_read(user: Any, key: str) -> bool:
    return bool(may_see_case.test(user, _case(key)))


def _may_add(user: Any, key: str) -> bool:
    return bool(applies.test(user, _case(key)))


holders.register(CASE_FILES, _("Attachments of cases"), may_read=_may_read, may_add=_may_add)
