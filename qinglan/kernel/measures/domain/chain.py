"""Corrections form a chain: each record points to the one that it took the place of."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.uscc import normalised
from qinglan.kernel.conflicts import Difference
from qinglan.kernel.measures.models import Confidentiality, Entry, Figure

if TYPE_CHECKING:
    from qinglan.kernel.measures.domain.figure import Report

Link = TypeVar("Link", bound=Figure | Entry)


def chain_of(record: Link) -> list[Link]:
    """All versions of `record` as they stand now, oldest first; one query a link."""
    rows: Any = type(record).objects.select_related("indicator", "territory", "reporter", "closed_by")
    links = [rows.get(pk=record.pk)]
    while links[0].corrects_id is not None:
        links.insert(0, rows.get(pk=links[0].corrects_id))
    while (later := rows.filter(corrects_id=links[-1].pk).first()) is not None:
        links.append(later)
    return links


def last_of(record: Link) -> Link:
    """The newest version of `record`; it is closed where the record was withdrawn."""
    return chain_of(record)[-1]


def plain(value: Decimal) -> str:
    """A number without trailing zeros."""
    return f"{value.normalize():f}"


def figure_differences(report: "Report", standing: Figure) -> list[Difference]:
    """In what `report` differs from the figure that stands, if at all; where it was withdrawn, that."""
    if not standing.is_current:
        return [Difference(_("value"), plain(report.value), _withdrawn(standing))]
    rows: list[tuple[str, Any, Any]] = [
        (_("value"), plain(report.value), plain(standing.value)),
        (_("territory"), _territory(report.territory_id), standing.territory.name),
        (_("name of the organisation"), report.subject_name.strip(), standing.subject_name),
        (_("unified social credit code"), normalised(report.subject_code), standing.subject_code),
        (_("evidence"), report.evidence.strip(), standing.evidence),
        (_("who sees it"), _word(report.confidentiality), _word(standing.confidentiality)),
        (_("date of the report"), report.reported_on.isoformat(), standing.reported_on.isoformat()),
    ]
    return [Difference(label, yours, current) for label, yours, current in rows if yours != current]


def same_value(standing: Figure) -> Difference:
    """Somebody else made the very same correction."""
    return Difference(_("value"), plain(standing.value), plain(standing.value))


def withdrawal_difference(standing: Figure | Entry) -> Difference:
    """What stands in the place of a record that the user wanted to withdraw."""
    if not standing.is_current:
        return Difference(_("record"), _("withdrawn"), _withdrawn(standing))
    if isinstance(standing, Figure):
        return Difference(_("value"), _("withdrawn"), plain(standing.value))
    return Difference(_("on the list"), _("withdrawn"), period_of(standing))


def period_of(entry: Entry) -> str:
    """From when to when an entry stands on its list."""
    until = entry.valid_to.isoformat() if entry.valid_to else ""
    return f"{entry.valid_from.isoformat()} – {until}" if until else entry.valid_from.isoformat()


def _withdrawn(record: Figure | Entry) -> str:
    return _("withdrawn: %(reason)s") % {"reason": record.closing_reason}


def _territory(code: str) -> str:
    found = Territory.objects.filter(pk=code).first()
    return found.name if found else code


def _word(confidentiality: str) -> str:
    return str(dict(Confidentiality.choices).get(confidentiality, confidentiality))
