"""Measures over what organisations reported for a year."""

from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures import queries
from qinglan.kernel.measures.models import Figure
from qinglan.kernel.measures.registry import measure
from qinglan.kernel.measures.reported import Comparator, convert, figure_row, meets
from qinglan.kernel.measures.result import Result, Row, Scope, Standing
from qinglan.kernel.measures.units import amount_words
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_tag import GreenTag
from qinglan.parties.organisation_measures import tags_in_force

UNIT = "家"


@measure(
    "parties.green_past",
    title=gettext_lazy("Green organisations past a threshold"),
    description=gettext_lazy(
        "How many organisations with a green tag in force on the day asked for have, in the newest year on record for each, a figure that meets the threshold: leading green enterprises by annual output. Figures come from the organisations' own accepted returns, or from officers."
    ),
)
def green_past(
    scope: Scope, *, indicator: str, comparator: Comparator, threshold: Decimal, unit: str
) -> Result:
    """Organisations with a green tag whose newest yearly figure meets `threshold` (in `unit`)."""
    definition = queries.indicator_of(scope, indicator)
    limit = convert(threshold, unit, definition.unit)
    newest: dict[str, Figure] = {}
    for figure in queries.figures(scope, definition):
        if figure.subject_code and figure.subject_code not in newest:
            newest[figure.subject_code] = figure
    tags = Prefetch("green_tags", queryset=tags_in_force(scope), to_attr="tags_in_force")
    firms = Organisation.objects.filter(code__in=list(newest)).prefetch_related(tags)
    known = {firm.code: firm for firm in firms.defer("search_text", "search_grams")}
    rows = [_row(figure, known.get(code), scope, comparator, limit) for code, figure in newest.items()]
    if not rows:
        return Result(None, UNIT, Standing.NO_DATA, (), _("no figure on record for this time"))
    rows.sort(key=lambda row: (not row.counted, -(row.value or 0)))
    return Result(
        Decimal(sum(row.counted for row in rows)),
        UNIT,
        rows=tuple(rows),
        formula=_("number of organisations with a green tag past %(threshold)s")
        % {"threshold": amount_words(threshold, unit)},
    )


def _row(
    figure: Figure, firm: Organisation | None, scope: Scope, comparator: Comparator, limit: Decimal
) -> Row:
    tags: list[GreenTag] = getattr(firm, "tags_in_force", [])
    if firm is None:
        return figure_row(figure, counted=False, reason=_("not on record as an organisation"))
    if firm.ended_on is not None and firm.ended_on <= scope.on:
        return figure_row(figure, counted=False, reason=_("ended on %(day)s") % {"day": firm.ended_on})
    if not tags:
        return figure_row(figure, counted=False, reason=_("no green tag in force on this day"))
    if not meets(figure.value, comparator, limit):
        return figure_row(figure, counted=False, reason=_("threshold not met"))
    return figure_row(
        figure,
        counted=True,
        reason=_("threshold met; green tag: %(ground)s") % {"ground": tags[0].get_ground_display()},
    )
