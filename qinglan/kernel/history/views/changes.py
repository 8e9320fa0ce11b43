"""What changed in one row."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.history import withheld
from qinglan.kernel.history.changes import MOST, changes_of, tracked_models

KINDS = {
    "insert": pgettext_lazy("history", "made"),
    "update": pgettext_lazy("history", "changed"),
    "delete": pgettext_lazy("history", "deleted"),
}
NOBODY = gettext_lazy("the system")


def _kind(model: type[models.Model]) -> str:
    """What people call such a row; "" where its app gave it no words."""
    words = model._meta.verbose_name
    return capfirst(str(words)) if isinstance(words, Promise) else ""


@require_safe
def changes(request: HttpRequest, model: str, pk: str) -> HttpResponse:
    """``/history/<app.model>/<key>/``: what changed, who changed it and when."""
    permissions.require(request.user, "history.see")
    known = tracked_models().get(model)
    if known is None:
        raise Http404(_("No history is kept of this."))
    try:
        key = known._meta.pk.to_python(pk)
    except (ValueError, TypeError, ValidationError) as error:
        raise Http404 from error
    found = changes_of(known, key)
    if not found:
        raise Http404(_("Nothing is known of this row."))
    row = known._default_manager.filter(pk=key).first()
    withheld.require(request.user, model, row)
    context = {
        "title": str(row) if row is not None else _("A deleted row"),
        "kind": _kind(known),
        "lead": _("What changed, who changed it and when. Newest first."),
        "changes": [{"change": one, "word": KINDS[one.kind], "who": one.who or NOBODY} for one in found],
        "most": MOST,
        "is_cut": len(found) >= MOST,
    }
    return render(request, "history/changes.html", context)
