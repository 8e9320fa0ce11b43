"""``/style/``: what our pages look like."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Difference
from qinglan.kernel.web import site
from qinglan.kernel.web.style import kinds
from qinglan.kernel.web.views import errors


def _only_where_shown() -> None:
    if not (site.demonstration() or settings.DEBUG):
        raise Http404


def index(request: HttpRequest) -> HttpResponse:
    """Every component on one page, and links to the kinds of page."""
    _only_where_shown()
    return render(request, "web/style/components.html", kinds.components(request))


def page(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind of page; 404 for a name that is none."""
    _only_where_shown()
    if kind == "conflict":
        differences = [
            Difference(_("Contact"), _("Ms Zhou, 023-6300 0001"), _("Mr Xu, 023-6300 0002")),
            Difference(_("Closing time"), "2026-11-26 17:30", "2026-11-27 17:30"),
        ]
        return errors.conflict(request, differences, current_url="/style/record/")
    if kind == "error":
        return errors.server_error(request)
    if kind not in kinds.PAGES:
        raise Http404
    template, context = kinds.PAGES[kind]
    return render(request, template, {"breadcrumbs": _crumbs(kind), **context(request)})


def _crumbs(kind: str) -> list[tuple[str, str]]:
    return [] if kind == "front" else [(_("Style"), "/style/"), (kind, "")]
