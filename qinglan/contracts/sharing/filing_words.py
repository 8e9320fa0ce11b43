"""Until when the rewards of a plan are filed with the tax office, and why on that day, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.contracts.sharing.floors import source_words
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel.periods.filing import FilingDay
from qinglan.kernel.web.dates import day, end
from qinglan.kernel.web.quantities import english


def filing_words(due: FilingDay) -> str:
    """A sentence with the day and its source, one more where holidays moved it or may still move it."""
    rule = sharing().filing
    said = [
        _("To be filed with the tax office before {until} ({source}).").format(
            until=end(due.ends_at), source=source_words(rule.source)
        )
    ]
    if due.days_off:
        text = ngettext(
            "{named}, prolonged by {count} working day for a holiday of so many days within the period ({source}).",
            "{named}, prolonged by {count} working days for a holiday of so many days within the period ({source}).",
            due.days_off,
        )
        said.append(_moved(text, due))
    elif due.moved:
        said.append(_moved(_("{named} is a day off: the next working day ({source})."), due))
    if due.is_provisional:
        said.append(_("Provisional: the holiday notice of that year is not out yet."))
    return (" " if english() else "").join(said)


def _moved(text: str, due: FilingDay) -> str:
    source = source_words(sharing().filing.prolonged_by.source)
    return text.format(named=day(due.named), count=due.days_off, source=source)
