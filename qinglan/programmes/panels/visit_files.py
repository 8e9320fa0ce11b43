"""The files of site visits: photographs and signed reports, and who may read and add them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.documents import holders
from qinglan.programmes.models import SiteVisit
from qinglan.programmes.seeing import may_see_case

VISIT_FILES = "programmes.site_visit"


def _visit(key: str) -> SiteVisit | None:
    rows = SiteVisit.objects.select_related("case__version__programme", "case__round")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def _may_read(user: Any, key: str) -> bool:
    visit = _visit(key)
    if visit is None:
        return False
    if permissions.answer(user, "programmes.keep_visit", visit):
        return True
    return bool(may_see_case.test(user, visit.case)) and visit.concluded_at is not None


def _may_add(user: Any, key: str) -> bool:
    visit = _visit(key)
    return visit is not None and bool(permissions.answer(user, "programmes.keep_visit", visit))


holders.register(
    VISIT_FILES, _("Photographs and reports of site visits"), may_read=_may_read, may_add=_may_add
)
