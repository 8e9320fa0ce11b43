"""What official papers put on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import desks


def drafts_papers(user: Any) -> bool:
    """Whether the user drafts official papers."""
    return bool(permissions.answer(user, "documents.draft_paper"))


desks.register_shortcut(desks.Shortcut("documents:papers", _("Official papers"), drafts_papers, order=40))
