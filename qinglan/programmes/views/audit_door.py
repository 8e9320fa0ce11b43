"""What the pages of auditors share: the login, the scheme and its year, the strip of pages."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.programmes.audit.anomalies import Subject
from qinglan.programmes.models import DefinitionVersion, Programme

Refused = HttpResponseBase


def subject_of(request: HttpRequest, pk: int, year: int) -> Subject | Refused:
    """The scheme and year, for who audits it; 404 for a scheme that there isn't."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    programme = get_object_or_404(Programme.objects.select_related("territory"), pk=pk)
    permissions.require(request.user, "programmes.audit", programme)
    return Subject(programme, year)


def title_of(programme: Programme) -> str:
    """The scheme's newest title in the reader's language."""
    rows = DefinitionVersion.objects.filter(programme=programme).defer("content")
    newest = rows.order_by("-is_current", "-edition", "-pk").first()
    return newest.title if newest else programme.slug


def tabs(subject: Subject, current: str) -> list[dict[str, Any]]:
    """The pages of a scheme's year."""
    names = (
        ("population", _("Population")),
        ("anomalies", _("Anomalies")),
        ("money", _("Approved, paid, receipt")),
        ("measures", _("Measure then and now")),
        ("new-evidence", _("Evidence sheet")),
    )
    return [
        {
            "label": label,
            "url": reverse(f"audit:{name}", args=[subject.programme.pk, subject.year]),
            "current": name == current,
        }
        for name, label in names
    ]


def context_of(subject: Subject, title: str, current: str) -> dict[str, Any]:
    """Title, tabs and place of a page about a scheme's year."""
    scheme = title_of(subject.programme)
    return {
        "title": title,
        "kind": _("%(scheme)s, %(year)s") % {"scheme": scheme, "year": subject.year},
        "subject": subject,
        "scheme": scheme,
        "tabs": tabs(subject, current),
        "breadcrumbs": [
            (_("Audit"), reverse("audit:home")),
            (
                f"{scheme} {subject.year}",
                reverse("audit:population", args=[subject.programme.pk, subject.year]),
            ),
            (title, ""),
        ],
    }
