"""What every report must keep to, whichever form or file it comes from."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.uscc import BadCode, validated
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures.models import Confidentiality, Entry, Figure, Indicator
from qinglan.kernel.measures.models.record import Record

if TYPE_CHECKING:
    from qinglan.kernel.measures.domain.entry import Listing
    from qinglan.kernel.measures.domain.figure import Report

OPENNESS = [Confidentiality.PUBLIC, Confidentiality.NAMES_ONLY, Confidentiality.CONFIDENTIAL]
"""From open to closed."""
SET_BY_VERB = {"indicator", "territory", "reporter", "corrects", "closed_by", "recorded_at", "closed_at"}


class AlreadyOnRecord(Impossible):
    """The same thing was reported before; `standing` is the record that stands."""

    def __init__(self, message: str, *, standing: Figure | Entry | None, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.standing = standing


def territories_of(reports: "Iterable[Report | Listing]") -> dict[str, Territory]:
    """The territories that `reports` name, in one query."""
    return Territory.objects.in_bulk({report.territory_id for report in reports})


def check_about(
    report: "Report | Listing", territories: Mapping[str, Territory], first: date, last: date
) -> None:
    """Territory, code and confidentiality of a report about the days from `first` to `last`."""
    _check_territory(report, territories, first, last)
    _check_code(report.subject_code)
    allowed = stricter_or_equal(report.indicator)
    if report.confidentiality not in allowed:
        raise Impossible(
            _("This indicator is not for the public. Choose the same or a stricter setting."),
            field="confidentiality",
        )


def stricter_or_equal(indicator: Indicator) -> list[Confidentiality]:
    """Who may see a record of `indicator`: as the indicator says, or fewer."""
    return OPENNESS[OPENNESS.index(Confidentiality(indicator.confidentiality)) :]


def checked(row: Record) -> Record:
    """`row`, when its fields fit the table; raises Impossible where a text is too long or a number
    has more digits than are kept (nothing is cut or rounded in silence).
    """
    try:
        row.clean_fields(exclude=SET_BY_VERB)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Impossible(messages[0], field=field) from error
    return row


def _check_territory(
    report: "Report | Listing", territories: Mapping[str, Territory], first: date, last: date
) -> None:
    territory = territories.get(report.territory_id)
    if territory is None:
        raise Impossible(_("Choose the territory."), field="territory")
    city = report.indicator.territory
    if city is not None and city.code not in (territory.code, territory.parent_id):
        raise Impossible(
            _("%(territory)s does not belong to %(city)s. Choose the city itself or one of its parts.")
            % {"territory": territory.name, "city": city.name},
            field="territory",
        )
    if territory.valid_to is not None and territory.valid_to < first:
        raise Impossible(
            _("%(territory)s existed until %(day)s. Choose the territory that took over.")
            % {"territory": territory.name, "day": territory.valid_to.isoformat()},
            field="territory",
        )
    if territory.valid_from is not None and territory.valid_from > last:
        raise Impossible(
            _("%(territory)s exists since %(day)s. Choose the territory that came before.")
            % {"territory": territory.name, "day": territory.valid_from.isoformat()},
            field="territory",
        )


def _check_code(code: str) -> None:
    if not code.strip():
        return
    try:
        validated(code)
    except BadCode as error:
        raise Impossible(code_problem(error), field="subject_code") from error


def code_problem(error: BadCode) -> str:
    """What is wrong with a unified social credit code, and what to do."""
    if error.reason == "length":
        return _("A unified social credit code has 18 characters. Copy it from the business licence.")
    if error.reason == "check_character":
        return _(
            "The last character does not fit the others, so one of the 18 is mistyped. Compare the code with the business licence."
        )
    return _(
        "The code holds a character that can't stand there (letters I, O, S, V and Z are never used). Compare it with the business licence."
    )
