"""The lock of a public notice, and what all its verbs share."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.programmes.models import Notice, WorkItem


def locked(notice: Notice | int) -> Notice:
    """The notice, locked until the caller's transaction ends. Lock a round before its notices, these before cases."""
    key = notice.pk if isinstance(notice, Notice) else notice
    rows = Notice.objects.select_related("round__version__programme")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=key)


def seen(notice: Notice, revision: int) -> Notice:
    """The locked notice, if it is still as it was seen; else StaleEdit with how it stands now."""
    require_unchanged(revision, notice)
    return notice


def said_reason(text: str) -> str:
    """A reason in one line; Impossible where there is none."""
    line = " ".join(text.split())[:300]
    if not line:
        raise Impossible(_("Say why; the public page shows it."), field="reason")
    return line


def flag_due(notice: Notice) -> None:
    """Let the work items of the cases on the list be due when the notice ends."""
    rows: Any = WorkItem.objects.filter(
        case__notice_entries__notice=notice, case__notice_entries__settled_at__isnull=True,
        state="open", type="public_notice",
    )  # fmt: skip
    WorkItem.objects.filter(pk__in=rows.values("pk")).update(
        due_at=notice.ends_at, due_is_provisional=notice.is_provisional
    )
