"""Which version of a rule holds for a territory on a day."""

from datetime import date

from django.db.models import Q

from qinglan.kernel.rulebook.models import RuleVersion

NATION = "100000"


class NoRule(LookupError):
    """No pack has the rule for that day and territory."""


def chain(territory: str) -> list[str]:
    """`territory` and what lies above it, by the digits of GB/T 2260; the nation last.

    >>> chain("500112")
    ['500112', '500100', '500000', '100000']
    """
    code = territory.split("-", maxsplit=1)[0]
    found = [territory, code, code[:4] + "00", code[:2] + "0000", NATION]
    return list(dict.fromkeys(found))


def rule_on(slug: str, day: date, territory: str) -> RuleVersion:
    """The current version of the rule `slug` on `day`, of the nearest territory that has one. Raises NoRule."""
    places = chain(territory)
    found = {
        version.territory: version
        for version in RuleVersion.objects.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=day),
            slug=slug,
            territory__in=places,
            effective_from__lte=day,
            is_current=True,
        )
    }
    for place in places:
        if place in found:
            return found[place]
    raise NoRule(f"no rule {slug} on {day} for {territory}")
