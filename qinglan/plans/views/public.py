"""Public pages: the list of plans, a plan, an article, a comparison."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.measures.records import Records
from qinglan.kernel.parts import PARTS
from qinglan.plans import queries, words
from qinglan.plans.comparison import compare
from qinglan.plans.marked import marked
from qinglan.plans.models import Version, VersionState
from qinglan.plans.papers import papers_of
from qinglan.plans.standing import standing, standings, targets_of
from qinglan.plans.views.plan_row import plan_rows
from qinglan.plans.views.target_line import TargetLine
from qinglan.plans.views.whole_number import whole_number


def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans that the reader may see, each with how it stands."""
    may_upload = permissions.answer(request.user, "plans.upload")
    rows = plan_rows(request.user, only_published=not may_upload)
    return render(
        request, "plans/list.html", {"title": _("Plans and targets"), "rows": rows, "may_upload": may_upload}
    )


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan: what it is, how its targets stand, its chapters and articles."""
    version = version_or_404(request, slug)
    found = standings(version, clock.today(), reader=request.user)
    context = {
        **frame(request, version),
        "title": version.plan.name,
        "kind": _("Plan"),
        "answer": words.headline(found),
        "lines": [TargetLine(item) for item in found],
        "rules": version.quantities.filter(kind="rule").exclude(decision="dropped").select_related("article"),
        "chapters": _chapters(version),
        "versions": queries.visible_versions(request.user).filter(plan=version.plan).order_by("-number"),
        "papers": papers_of(version) if permissions.answer(request.user, "documents.see_papers") else [],
        "stream": f"plan:{version.plan.slug}",
        "has_aside": True,
    }
    return render(request, "plans/plan.html", context)


def article(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An article: our summary, the official text where attached, its figures, and what serves it."""
    version = version_or_404(request, slug)
    rows = list(queries.articles(version))
    place = next((index for index, row in enumerate(rows) if row.number == number), None)
    if place is None:
        raise Http404(_("This plan has no article with this number."))
    row = rows[place]
    items = list(row.quantities.all())
    records = Records(reader=request.user)
    context = {
        **frame(request, version),
        "title": str(row) or _("Preamble"),
        "article": row,
        "paragraphs": marked(row.text, items),
        "targets": [
            TargetLine(standing(target, clock.today(), records))
            for target in targets_of(version)
            if target.article_id == row.pk
        ],
        "rules": [item for item in items if item.kind == "rule"],
        "services": [
            {"part": PARTS[service.part], "service": service}
            for service in row.services.all()
            if service.part in PARTS
        ],
        "bodies": [body for body in row.bodies.all() if body.counts],
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
        "asked": words.asked,
    }
    return render(request, "plans/article.html", context)


def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Two versions of a plan side by side, article by article."""
    versions = list(queries.visible_versions(request.user).filter(plan__slug=slug).order_by("number"))
    if not versions:
        raise Http404(_("There is no plan at this address."))
    by_number = {version.number: version for version in versions}
    new = by_number.get(whole_number(request.GET.get("to")) or 0, versions[-1])
    before = [version for version in versions if version.number < new.number]
    old = by_number.get(whole_number(request.GET.get("from")) or 0, before[-1] if before else versions[0])
    pairs = compare(old, new) if old != new else []
    context = {
        "title": _("Compare versions"),
        "kind": versions[0].plan.name,
        "lead": _(
            "What changed between two versions of the plan, article by article. Words that are gone are struck out, new words are underlined."
        ),
        "plan": versions[0].plan,
        "old": old,
        "new": new,
        "versions": versions,
        "pairs": pairs,
        "counts": {
            change: sum(1 for pair in pairs if pair.change == change)
            for change in ("same", "changed", "new", "gone")
        },
    }
    return render(request, "plans/comparison.html", context)


def version_or_404(request: HttpRequest, slug: str) -> Version:
    """The version that the address and ``?version=`` ask for, if the reader may see it."""
    asked = request.GET.get("version")
    number = whole_number(asked)
    version = queries.version_for(request.user, slug, number) if number is not None or not asked else None
    if version is None:
        raise Http404(_("There is no plan at this address, or it is not published."))
    return version


def frame(request: HttpRequest, version: Version) -> dict[str, Any]:
    """What every page of a version shows around its content."""
    asked_for = request.GET.get("version")
    may_confirm = permissions.answer(request.user, "plans.confirm", version)
    return {
        "plan": version.plan,
        "version": version,
        "address": f"?version={version.number}" if asked_for else "",
        "may_confirm": may_confirm and version.state == VersionState.READING,
        "may_withdraw": permissions.answer(request.user, "plans.withdraw", version)
        and version.state == VersionState.PUBLISHED,
        "may_upload": permissions.answer(request.user, "plans.upload"),
    }


def _chapters(version: Version) -> list[dict[str, Any]]:
    chapters: dict[int, dict[str, Any]] = {}
    for row in queries.articles(version):
        entry = chapters.setdefault(row.chapter_id, {"chapter": row.chapter, "articles": []})
        live = [
            service for service in row.services.all() if service.part in PARTS and PARTS[service.part].is_live
        ]
        entry["articles"].append({"article": row, "live": len(live), "services": len(row.services.all())})
    return list(chapters.values())
