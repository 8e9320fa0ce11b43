"""The paper 公示 of a notice: drafted with it, and anew when list or end change."""

from typing import Any

from qinglan.kernel import permissions
from qinglan.kernel.documents.domain.paper import discard_paper, draft_paper
from qinglan.kernel.documents.models import PaperState
from qinglan.programmes.models import Notice
from qinglan.programmes.notices.content import paper_content


def draft_anew(acting_user: Any, notice: Notice) -> None:
    """Draft the paper from the locked notice, within the caller's transaction.

    An earlier draft that has no number yet is discarded; a numbered one stays among the papers of the notice,
    and so does a draft where the system extends a notice by itself: it is for an officer to discard it.
    """
    old = notice.paper
    unnumbered = old is not None and old.state in (PaperState.DRAFTED, PaperState.TAKEN)
    if old is not None and unnumbered and permissions.answer(acting_user, "documents.discard_paper", old):
        discard_paper(acting_user=acting_user, paper=old, seen_revision=old.revision)
    notice.paper = draft_paper(
        acting_user=acting_user,
        content=paper_content(notice),
        subject=f"programmes.notice:{notice.pk}",
        subject_url=notice.get_absolute_url(),
    )
    notice.save(update_fields=["paper"])
