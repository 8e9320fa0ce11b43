"""What of a version becomes public, and its clearance."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.disclosure.domain import Check, clear_for_publication
from qinglan.kernel.disclosure.models import Clearance
from qinglan.plans.models import Decision, Version

BY_PACK = "方案包随软件发布，其条文摘要与引文取自已公开的文件"
"""The basis of what a pack brings: its summaries and quotes come from a published document."""


def subject_of(version: Version) -> str:
    """The key under which the gate knows a version."""
    return f"plans.version:{version.pk}"


def texts_of(version: Version) -> dict[str, str]:
    """Every text that readers of a version see, by its place."""
    texts = {
        _("title and notes"): _joined(version.title, version.summary_zh, version.note_zh, version.source_name)
    }
    for article in version.articles.order_by("number"):
        place = _("article %(number)s") % {"number": article.number}
        texts[place] = _joined(article.heading, article.summary_zh, article.summary_en, article.text)
    quotes = [
        _joined(item.quote, item.indicator, item.note_zh, item.note_en)
        for item in version.quantities.exclude(decision=Decision.DROPPED).order_by("pk")
    ]
    bodies = [body.quote for body in version.bodies.exclude(decision=Decision.DROPPED).order_by("pk")]
    texts[_("quotes")] = _joined(*quotes, *bodies)
    return texts


def _joined(*texts: str) -> str:
    return "\n".join(texts)


@dataclass(frozen=True)
class Checks:
    """The secrecy check and the publication check of a version, as the publisher states them."""

    secrecy: Check
    publication: Check


def clear(*, acting_user: Any, version: Version, checks: Checks, override_reason: str = "") -> Clearance:
    """Clear the version as it stands; within the caller's transaction.

    Raises NotCleared where a check has no basis or numbers of persons were found, PermissionRefused.
    """
    return clear_for_publication(
        acting_user=acting_user,
        subject=subject_of(version),
        texts=texts_of(version),
        secrecy=checks.secrecy,
        publication=checks.publication,
        override_reason=override_reason,
    )


def clear_pack(*, acting_user: Any, version: Version) -> Clearance:
    """Clear what a pack brings, on the pack's own basis; within the caller's transaction.

    Raises as `clear`.
    """
    check = Check(str(acting_user), clock.today(), BY_PACK)
    return clear(acting_user=acting_user, version=version, checks=Checks(check, check))
