"""How a record came about: reported, corrected, ended, withdrawn; newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel.measures.domain.chain import period_of
from qinglan.kernel.measures.models import Entry, Figure
from qinglan.kernel.measures.units import amount_words


@dataclass(frozen=True)
class Event:
    """One act: when, who, what and why."""

    when: datetime
    who: str
    text: str


def events(chain: Sequence[Figure | Entry]) -> list[Event]:
    """The acts behind the versions of one record (`chain`, oldest first)."""
    found = [Event(chain[0].recorded_at, str(chain[0].reporter), _first(chain[0]))]
    for before, after in pairwise(chain):
        found.append(Event(after.recorded_at, str(after.reporter), _change(before, after)))
    last = chain[-1]
    if last.closed_at is not None:
        text = _("Withdrawn. Reason: %(reason)s") % {"reason": last.closing_reason}
        found.append(Event(last.closed_at, str(last.closed_by), text))
    return found[::-1]


def _first(record: Figure | Entry) -> str:
    if isinstance(record, Figure):
        return _("Reported: %(value)s") % {"value": _amount(record)}
    return _("Entered: %(period)s") % {"period": period_of(record)}


def _change(before: Figure | Entry, after: Figure | Entry) -> str:
    if isinstance(before, Entry) and isinstance(after, Entry):
        return _("Last day set: %(period)s. Reason: %(reason)s") % {
            "period": period_of(after),
            "reason": before.closing_reason,
        }
    assert isinstance(before, Figure)
    assert isinstance(after, Figure)
    changes = [f"{label} {old} → {new}" for label, old, new in _pairs(before, after) if old != new]
    return _("Corrected: %(changes)s. Reason: %(reason)s") % {
        "changes": pgettext("between items", "; ").join(changes) or _("nothing but the date of the report"),
        "reason": before.closing_reason,
    }


def _pairs(before: Figure, after: Figure) -> list[tuple[str, str, str]]:
    return [
        (_("value"), _amount(before), _amount(after)),
        (_("territory"), before.territory.name, after.territory.name),
        (_("name of the organisation"), before.subject_name, after.subject_name),
        (_("unified social credit code"), before.subject_code, after.subject_code),
        (_("evidence"), before.evidence, after.evidence),
        (_("who sees it"), before.get_confidentiality_display(), after.get_confidentiality_display()),
    ]


def _amount(record: Figure) -> str:
    return amount_words(record.value, record.indicator.unit)
