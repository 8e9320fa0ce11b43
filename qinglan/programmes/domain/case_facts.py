"""What the verbs on a case need to know: the facts about its applicant, its files, its form."""

from collections.abc import Iterable, Mapping
from typing import Any

from qinglan.kernel import clock
from qinglan.programmes.cases.form_state import FormState, Place, settle
from qinglan.programmes.cases.known_facts import Asked, facts_about
from qinglan.programmes.models import Case, CaseDraft, CaseFile


def facts_of(case: Case) -> dict[str, Any]:
    """What the system knows about the applicant today, confidential facts included."""
    return facts_about(Asked(case.applicant, case.version.programme, clock.today(), case.round))


def files_of(case: Case) -> list[CaseFile]:
    """The attachments that stand, oldest first."""
    return list(
        CaseFile.objects.filter(case=case, removed_at__isnull=True).select_related("file").order_by("pk")
    )


def places(files: Iterable[CaseFile]) -> list[Place]:
    """Where these files belong."""
    return [Place(one.section, one.question, one.row) for one in files]


def state_of(case: Case, draft: CaseDraft, facts: Mapping[str, Any] | None = None) -> FormState:
    """The form of the draft as it stands with the facts of today."""
    known = facts_of(case) if facts is None else facts
    return settle(case.version.definition, draft.answers, draft.rows, known, places(files_of(case)))
