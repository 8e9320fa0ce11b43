"""Plans and their versions by name, where the floors below keep their keys only."""

from django.utils.translation import gettext as _

from qinglan.kernel import naming
from qinglan.plans.models import Plan, Version


def _plans(keys: list[str]) -> dict[str, naming.Name]:
    found = Plan.objects.filter(slug__in=keys)
    return {plan.slug: naming.Name(plan.name, plan.get_absolute_url()) for plan in found}


def _versions(keys: list[str]) -> dict[str, naming.Name]:
    found = Version.objects.filter(pk__in=naming.numbers(keys)).select_related("plan")
    return {
        str(version.pk): naming.Name(
            _("%(plan)s, version %(number)s") % {"plan": version.plan.name, "number": version.number},
            f"{version.plan.get_absolute_url()}?version={version.number}",
        )
        for version in found
    }


naming.register("plan", _plans)
naming.register("plans.version", _versions)
