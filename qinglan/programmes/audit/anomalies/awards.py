"""Awards that no released decision carries, and awards of above without the document that they came with."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.web import dates
from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.models import Award, Decision, Verdict


@anomaly(
    "award-without-decision",
    title=gettext_lazy("Award without a decision"),
    says=gettext_lazy(
        "An award of a scheme that the city decides has no case, or its case has no released decision that grants it; an award decided above has no document number."
    ),
)
def undecided(subject: Subject) -> Iterator[Hit]:
    """Awards granted in the year, or of the year's rounds, without what they rest on."""
    granted = Decision.objects.filter(case=OuterRef("case"), verdict=Verdict.GRANT, release__isnull=False)
    rows = (
        Award.objects.filter(programme=subject.programme)
        .filter(Q(case__round__year=subject.year) | Q(case__isnull=True, granted_on__year=subject.year))
        .annotate(is_decided=Exists(granted))
        .select_related("version", "holder", "case")
        .defer("version__content", "holder__search_text", "holder__search_grams")
    )
    for award in rows.order_by("granted_on", "pk"):
        fact = _fact(award)
        if fact:
            day = _("granted on %(day)s") % {"day": dates.day(award.granted_on)}
            yield Hit(
                f"{award.number} · {award.holder.name}", (day, fact), award.get_absolute_url(), award.case
            )


def _fact(award: Award) -> str:
    if not award.version.decided_here:
        return "" if award.document else _("no document number of the authority above")
    if award.case is None:
        return _("no case leads to it")
    if not award.is_decided:  # type: ignore[attr-defined]
        return _("no released decision grants it")
    return ""
