"""Named querysets over plans, and which version a reader sees."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from qinglan.kernel import permissions
from qinglan.plans.models import Article, Plan, Quantity, Version, VersionState


def visible_versions(user: Any) -> QuerySet[Version]:
    """The versions that `user` may see: the twin of the permission ``plans.view``."""
    versions = Version.objects.select_related("plan__territory")
    if permissions.answer(user, "plans.confirm"):
        return versions
    return versions.exclude(state=VersionState.READING).filter(published_at__isnull=False)


def visible_plans(user: Any) -> QuerySet[Plan]:
    """The plans of which `user` may see a version, with those versions as `shown_versions`."""
    versions = visible_versions(user)
    return (
        Plan.objects.filter(versions__in=versions)
        .distinct()
        .select_related("territory")
        .prefetch_related(
            Prefetch("versions", queryset=versions.order_by("-number"), to_attr="shown_versions")
        )
    )


def shown_versions(plan: Plan) -> list[Version]:
    """The versions of a plan from `visible_plans` that its reader may see, newest first."""
    versions: list[Version] = plan.shown_versions  # type: ignore[attr-defined]
    return versions


def published_version(plan: Plan) -> Version | None:
    """The newest published version of a plan from `visible_plans`."""
    return next((v for v in shown_versions(plan) if v.state == VersionState.PUBLISHED), None)


def current_version(slug: str) -> Version | None:
    """The newest published version of a plan, by the plan's address."""
    return (
        Version.objects.filter(plan__slug=slug, state=VersionState.PUBLISHED)
        .select_related("plan__territory")
        .order_by("-number")
        .first()
    )


def version_for(user: Any, slug: str, number: int | None = None) -> Version | None:
    """The version `number` of a plan, or the newest published (for officers, else the newest), that `user` may see."""
    versions = visible_versions(user).filter(plan__slug=slug).order_by("-number")
    if number is not None:
        return versions.filter(number=number).first()
    return versions.filter(state=VersionState.PUBLISHED).first() or versions.first()


def articles(version: Version) -> QuerySet[Article]:
    """Articles with what belongs to them, in order; without the preamble where it holds nothing."""
    return (
        version.articles.select_related("chapter")
        .prefetch_related(
            "services",
            "bodies",
            Prefetch("quantities", queryset=Quantity.objects.exclude(decision="dropped")),
        )
        .annotate(
            target_count=Count(
                "quantities",
                filter=Q(quantities__kind="target") & ~Q(quantities__decision="dropped"),
                distinct=True,
            )
        )
        .order_by("number")
    )
