"""Where the submitted cases of a round lie, with the way to each pile."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from qinglan.kernel import permissions
from qinglan.programmes.models import ItemState, Notice, Round, StepType, WorkItem
from qinglan.programmes.queries.round import cases_followed_by


def stages_of(user: Any, one: Round) -> list[dict[str, Any]]:
    """By type of step, in their order: how many cases, and the page on which one goes on with them."""
    rows = (
        WorkItem.objects.filter(
            case__in=cases_followed_by(user, one), state=ItemState.OPEN, case__submitted_at__isnull=False
        )
        .values("type")
        .annotate(count=Count("pk"))
    )
    counts = {row["type"]: row["count"] for row in rows}
    return [
        {"word": kind.label, "count": counts[kind], "url": _way(user, one, kind)}
        for kind in StepType
        if kind in counts
    ]


def notices_of(user: Any, one: Round) -> list[Notice]:
    """The public notices of the round, for those who follow them."""
    if not permissions.answer(user, "programmes.follow_notice", one):
        return []
    return list(Notice.objects.filter(round=one).order_by("-pk"))


def decisions_url(user: Any, one: Round) -> str:
    """Where decisions of the round are released; nothing for who may not see them."""
    seen = permissions.answer(user, "programmes.see_decisions", one)
    return reverse("handling:decisions", args=[one.pk]) if seen else ""


def _way(user: Any, one: Round, kind: StepType) -> str:
    def may(name: str, about: Any = None) -> bool:
        return bool(permissions.answer(user, f"programmes.{name}", about))

    if kind == StepType.DRAW and may("run_panel", one):
        return reverse("panels:new", args=[one.pk])
    if kind == StepType.REVIEW and may("see_panels"):
        return f"{reverse('panels:list')}?{urlencode({'q': one.title})}"
    if kind == StepType.JOINT_CHECK and may("see_replies"):
        return f"{reverse('handling:replies')}?{urlencode({'round': one.pk})}"
    if kind == StepType.PUBLIC_NOTICE and may("post_notice", one):
        return reverse("notices:post", args=[one.pk])
    if kind == StepType.CORRECTION or not may("see_desk"):
        return ""
    return f"{reverse('handling:queue')}?{urlencode({'round': str(one.pk), 'step': kind.value})}"
