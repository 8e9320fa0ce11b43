"""公示: notices that stood shorter than the scheme asks, by its own length and the holidays of the year."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.periods import Deadline, Length, Unit
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.web import dates
from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.models import Notice, NoticeEntry, NoticeState
from qinglan.programmes.notices.period import length_of, period


@anomaly(
    "notice-too-short",
    title=gettext_lazy("Public notice too short"),
    says=gettext_lazy(
        "The notice stood for less than the scheme's own period, counted anew: the day of posting doesn't count, working days by the State Council's holiday table, the end by the stated closing hour (Civil Code 201 to 203)."
    ),
)
def short_notices(subject: Subject) -> Iterator[Hit]:
    """Notices that ended, or cases on them that stood, before the recomputed end."""
    rows = Notice.objects.filter(
        round__version__programme=subject.programme, round__year=subject.year
    ).exclude(state=NoticeState.WITHDRAWN)
    rows = rows.select_related("round__version").prefetch_related("entries__case__version")
    for notice in rows.order_by("posted_at", "pk"):
        entries = list(notice.entries.all())
        lengths = {length_of(entry.case.version.definition, notice.step) for entry in entries}
        lengths = lengths or {length_of(notice.round.version.definition, notice.step)}
        asked = max(lengths, key=lambda one: (one.number, one.unit.value))
        yield from _whole(notice, asked)
        yield from _late_entries(notice, entries, asked)


def _whole(notice: Notice, asked: Length) -> Iterator[Hit]:
    right = period(notice.counted_from, [asked], notice.closing_hour)
    ended = min(notice.ends_at, notice.closed_at or notice.ends_at)
    if right.ends_at is None or ended >= right.ends_at:
        return
    facts = (
        _("the scheme asks for %(length)s; on the notice stands %(stated)s")
        % {"length": _words(asked), "stated": _words(Length(notice.length, Unit(notice.unit)))},
        _("counted from %(start)s it ends on %(right)s; it ended on %(ended)s")
        % {
            "start": dates.day(notice.counted_from),
            "right": _end(right),
            "ended": dates.minute(ended),
        },
    )
    yield Hit(notice.title, facts, notice.get_absolute_url())


def _late_entries(notice: Notice, entries: list[NoticeEntry], asked: Length) -> Iterator[Hit]:
    """A case that was put on the list after the day from which was counted stood for less."""
    ended = min(notice.ends_at, notice.closed_at or notice.ends_at)
    for entry in entries:
        added = legal_day(entry.added_at)
        if added <= notice.counted_from:
            continue
        right = period(added, [asked], notice.closing_hour)
        if right.ends_at is not None and ended < right.ends_at:
            fact = _(
                "put on the list on %(added)s; from then on the notice ends on %(right)s, it ended on %(ended)s"
            ) % {
                "added": dates.day(added),
                "right": _end(right),
                "ended": dates.minute(ended),
            }
            yield Hit(str(entry), (fact,), notice.get_absolute_url(), entry.case)


def _end(deadline: Deadline) -> str:
    end: datetime | None = deadline.ends_at
    return dates.minute(end) if end is not None else ""


def _words(length: Length) -> str:
    units = {
        Unit.WORKING_DAY: _("%(n)s working days"),
        Unit.DAY: _("%(n)s natural days"),
    }
    return units.get(length.unit, "%(n)s " + length.unit.value) % {"n": length.number}
