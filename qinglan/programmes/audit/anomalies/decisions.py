"""Cases taken in late, and decisions that one person made alone or before the public notice had ended."""

from collections.abc import Iterator

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.web import dates
from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.models import Decision
from qinglan.programmes.queries.audit import population


@anomaly(
    "submitted-late",
    title=gettext_lazy("Taken in after the round had closed"),
    says=gettext_lazy("The first submission bears a moment after the end of the round, extensions included."),
)
def late(subject: Subject) -> Iterator[Hit]:
    """Cases whose first submission came after the end."""
    for case in population(subject.programme, subject.year).filter(submitted_at__gt=F("round__closes_at")):
        assert case.submitted_at is not None  # as asked for
        fact = _("submitted %(moment)s; the round closed %(end)s") % {
            "moment": dates.minute(case.submitted_at),
            "end": dates.minute(case.round.closes_at),
        }
        yield Hit(f"{case} · {case.applicant_name}", (fact,), case.get_absolute_url(), case)


@anomaly(
    "decided-alone",
    title=gettext_lazy("Prepared and released by one person"),
    says=gettext_lazy(
        "A decision is prepared by one person and released by another; here both are the same."
    ),
)
def alone(subject: Subject) -> Iterator[Hit]:
    """Decisions whose two persons are one."""
    rows = Decision.objects.filter(
        case__version__programme=subject.programme,
        case__round__year=subject.year,
        prepared_by=F("release__released_by"),
    )
    for one in rows.select_related("case", "prepared_by").order_by("pk"):
        fact = _("prepared and released by %(who)s") % {"who": one.prepared_by}
        yield Hit(f"{one.case} · {one.case.applicant_name}", (fact,), one.case.get_absolute_url(), one.case)


@anomaly(
    "decided-during-notice",
    title=gettext_lazy("Decided before the notice had ended"),
    says=gettext_lazy(
        "The decision was released before the public notice on which the case stood had ended."
    ),
)
def during_notice(subject: Subject) -> Iterator[Hit]:
    """Decisions that were released before the end of the case's last notice."""
    rows = Decision.objects.filter(
        case__version__programme=subject.programme, case__round__year=subject.year, release__isnull=False
    ).annotate(
        notice_end=Max(
            "case__notice_entries__notice__ends_at",
            filter=Q(case__notice_entries__notice__posted_at__lte=F("release__released_at")),
        )
    )
    rows = rows.filter(release__released_at__lt=F("notice_end")).select_related("case", "release")
    for one in rows.order_by("pk"):
        assert one.release is not None
        fact = _("released %(moment)s; the notice ended %(end)s") % {
            "moment": dates.minute(one.release.released_at),
            "end": dates.minute(one.notice_end),
        }
        yield Hit(f"{one.case} · {one.case.applicant_name}", (fact,), one.case.get_absolute_url(), one.case)
