"""What of a version becomes public, and its clearance."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.disclosure.domain import Check, NotCleared, clear_for_publication, require_clearance
from qinglan.kernel.disclosure.models import Clearance
from qinglan.plans.models import Decision, Version

BY_PUBLISHER = "发布人发布前核对：不含涉密信息和个人信息"
BY_PACK = "pack"


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


def ensure_cleared(
    *, acting_user: Any, version: Version, basis: str = "", override_reason: str = ""
) -> Clearance:
    """The clearance of the version as it stands, made now unless there is one.

    Raises NotCleared where numbers of persons were found, PermissionRefused.
    """
    texts = texts_of(version)
    try:
        return require_clearance(subject_of(version), texts)
    except NotCleared:
        check = Check(str(acting_user), clock.today(), basis or BY_PUBLISHER)
        return clear_for_publication(
            acting_user=acting_user,
            subject=subject_of(version),
            texts=texts,
            secrecy=check,
            publication=check,
            override_reason=override_reason,
        )
