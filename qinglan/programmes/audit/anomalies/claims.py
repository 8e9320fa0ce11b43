"""One invoice, contract or registration number in several cases, in this scheme and across schemes."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.models import Case, CaseRevision, DefinitionVersion
from qinglan.programmes.queries.audit import population

BATCH = 500


def folded(number: str) -> str:
    """A number without what people write differently: width, case, blanks, hyphens and brackets."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(letter for letter in plain if letter.isalnum())


@anomaly(
    "claimed-twice",
    title=gettext_lazy("One invoice or contract number claimed twice"),
    says=gettext_lazy(
        "The same number of an invoice, contract or registration stands in the rows of several cases, in this scheme or in another of the city, whether or not it was counted in the end."
    ),
)
def twice(subject: Subject) -> Iterator[Hit]:
    """Numbers of the year's cases that other cases hold too."""
    claiming = set(
        DefinitionVersion.objects.filter(
            programme__territory=subject.programme.territory_id, content__money__claim__isnull=False
        ).values_list("pk", flat=True)
    )
    of_scheme = population(subject.programme, subject.year).filter(version__in=claiming)
    here = {case.pk: case for case in of_scheme}
    if not here:
        return
    of_year = _numbers(here)
    elsewhere = _others(claiming, set(here))
    for number, rows in sorted(of_year.items()):
        cases = dict.fromkeys([*(case for case, _row in rows), *(case for case, _row in elsewhere[number])])
        if len(cases) < 2:
            continue
        facts = tuple(
            _("%(case)s of %(applicant)s, row %(row)s: “%(written)s”")
            % {"case": case, "applicant": case.applicant_name, "row": row[0], "written": row[1]}
            for case, row in [*rows, *elsewhere[number]]
        )
        first = rows[0][0]
        yield Hit(rows[0][1][1], facts, first.get_absolute_url(), first)


Rows = dict[str, list[tuple[Case, tuple[int, str]]]]


def _numbers(cases: dict[int, Case]) -> Rows:
    """By folded number the cases that hold it, with row and how it is written; the newest revision of each."""
    found: Rows = defaultdict(list)
    keys = sorted(cases)
    for start in range(0, len(keys), BATCH):
        newest = (
            CaseRevision.objects.filter(case__in=keys[start : start + BATCH])
            .order_by("case_id", "-number")
            .distinct("case_id")
        )
        for revision in newest:
            case = cases[revision.case_id]
            money = case.version.definition.money
            claim = money.claim if money else None
            if claim is None:
                continue
            for place, row in enumerate(content_of(revision).rows.get(claim.section, ()), 1):
                written = str(row.get(claim.key) or "").strip()
                if folded(written):
                    found[folded(written)].append((case, (place, written)))
    return found


def _others(claiming: set[int], known: set[int]) -> Rows:
    """The same of every other case of paying schemes of the territory."""
    rows = Case.objects.filter(version__in=claiming, submitted_at__isnull=False)
    rows = rows.select_related("version").defer("version__content")
    found: Rows = defaultdict(list)
    found.update(_numbers({one.pk: one for one in rows if one.pk not in known}))
    return found
