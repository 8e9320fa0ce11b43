"""Official papers in the search box, for officers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.documents.models import Paper
from qinglan.kernel.web import finding


def sees_papers(user: Any) -> bool:
    """Whether the reader sees the list of papers."""
    return bool(permissions.answer(user, "documents.see_papers"))


def papers(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By title, issuer and the issuer's mark, the newest first."""
    rows = Paper.objects.filter(finding.in_fields(words, "title", "issuer", "mark"))[:limit]
    return [
        finding.Hit(
            row.title, row.get_absolute_url(), f"{row.number or row.get_state_display()} · {row.issuer}"
        )
        for row in rows
    ]


finding.register_provider(finding.Provider("papers", _("Official papers"), sees_papers, papers, order=40))
