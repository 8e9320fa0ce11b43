"""A broker's introductions with the stage they have come to, and his results."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.market.models.brokering import Introduction
from qinglan.market.models.enquiry import Enquiry, EnquiryState
from qinglan.market.models.room import Room

STAGES: dict[str, str | Promise] = {
    "registered": _("registered"),
    "enquiry": _("enquiry sent"),
    "talks": _("talks under way"),
    "agreed": pgettext_lazy("stage", "agreed"),
    "ended": _("ended without agreement"),
}


@dataclass(frozen=True)
class Placed:
    """An introduction and its stage, a key of `STAGES`."""

    one: Introduction
    stage: str

    @property
    def words(self) -> str:
        """The stage in the reader's language."""
        return str(STAGES[self.stage])


def placed(introductions: Iterable[Introduction]) -> list[Placed]:
    """Each with its stage, by what the two sides did after it was registered; two queries for all."""
    rows = list(introductions)
    enquiries: dict[tuple[int, int], list[Enquiry]] = {}
    pairs = {(one.need.owner_id, one.technology.owner_id) for one in rows}
    units = {unit for pair in pairs for unit in pair}
    for enquiry in Enquiry.objects.filter(sender__in=units, receiver__in=units):
        key = (enquiry.sender_id, enquiry.receiver_id)
        enquiries.setdefault(key, []).append(enquiry)
    outcomes = dict(
        Room.objects.filter(enquiry__sender__in=units, enquiry__receiver__in=units).values_list(
            "enquiry_id", "state"
        )
    )
    return [Placed(one, _stage(one, enquiries, outcomes)) for one in rows]


def _stage(
    one: Introduction, enquiries: dict[tuple[int, int], list[Enquiry]], outcomes: dict[int, str]
) -> str:
    here, there = one.need.owner_id, one.technology.owner_id
    about = [
        enquiry
        for enquiry in [*enquiries.get((here, there), []), *enquiries.get((there, here), [])]
        if enquiry.sent_at >= one.registered_at
        and (enquiry.need_id == one.need_id or enquiry.technology_id == one.technology_id)
    ]
    if not about:
        return "registered"
    last = max(about, key=lambda enquiry: enquiry.sent_at)
    if outcomes.get(last.pk) == "agreed":
        return "agreed"
    if last.state == EnquiryState.ACCEPTED:
        return "talks"
    return "enquiry" if last.state in (EnquiryState.SENT, EnquiryState.ASKED) else "ended"


def counted(rows: Iterable[Placed]) -> list[tuple[Any, int]]:
    """How many stand at each stage, in the order of stages."""
    found = Counter(row.stage for row in rows)
    return [(words, found[stage]) for stage, words in STAGES.items()]
