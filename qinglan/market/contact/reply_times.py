"""How an organisation answers enquiries: how many of them, and after how long."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel import clock
from qinglan.kernel.periods.length import months_later
from qinglan.market.contact.pack import contact
from qinglan.market.models.enquiry import Enquiry, EnquiryState


class Median(Aggregate):
    """The middle of sorted values."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Replies:
    """Enquiries of the last months: received, answered in time, and the middle time to the first answer."""

    received: int
    answered: int
    middle: timedelta | None
    months: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough of them to say anything about the organisation."""
        return self.received >= contact().reply_times.least

    def words(self) -> str:
        """One sentence for its page."""
        if not self.is_shown:
            return ""
        share = _("%(answered)s of %(received)s enquiries of the last %(months)s months answered") % {
            "answered": self.answered,
            "received": self.received,
            "months": self.months,
        }
        return share if self.middle is None else _("%(share)s, half of them within %(time)s") % {
            "share": share, "time": lasting(self.middle),
        }  # fmt: skip


def replies_of(organisation: Any) -> Replies:
    """How `organisation` answers; one statement.

    What was withdrawn before an answer, or still has time, doesn't count; nor does what concerns a need
    without a name, which the figures must not give away.
    """
    rules = contact().reply_times
    since = months_later(clock.today(), -rules.months)
    waited = ExpressionWrapper(F("first_answered_at") - F("sent_at"), output_field=DurationField())
    open_still = Q(first_answered_at__isnull=True) & ~Q(state=EnquiryState.EXPIRED)
    rows = Enquiry.objects.order_by().filter(receiver=organisation, sent_at__date__gte=since, owning_alias="")
    found = rows.exclude(open_still).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(first_answered_at__isnull=False)),
        middle=Median(waited),
    )
    return Replies(found["received"], found["answered"], found["middle"], rules.months)


def lasting(time: timedelta) -> str:
    """A time in words: hours up to two days, then days.

    >>> lasting(timedelta(hours=5, minutes=40))
    '6 hours'
    """
    hours = max(1, round(time.total_seconds() / 3600))
    if hours <= 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
