"""Plans that are still being confirmed, in the search box of officers."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import finding
from qinglan.plans.models import VersionState
from qinglan.plans.queries import visible_versions


def confirms(user: Any) -> bool:
    """Whether the reader works on plans."""
    return bool(permissions.answer(user, "plans.confirm"))


def readings(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By the plan's title, the newest first."""
    rows = visible_versions(user).filter(state=VersionState.READING)
    rows = rows.filter(finding.in_fields(words, "title", "plan__title", "plan__title_en"))
    return [
        finding.Hit(
            row.plan.name,
            reverse("plans:reading", args=[row.plan.slug, row.number]),
            str(row.get_state_display()),
        )
        for row in rows.order_by("-created_at")[:limit]
    ]


finding.register_provider(
    finding.Provider("readings", _("Plans being confirmed"), confirms, readings, order=35)
)
