"""``/awards/cases/<n>/dossier/``: the dossier of a case as one zip."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from qinglan.kernel import permissions
from qinglan.programmes.cases.dossier import dossier_of
from qinglan.programmes.models import Case


@login_required
def dossier(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All of it, for officers, decision makers and auditors."""
    case = get_object_or_404(Case.objects.select_related("version__programme", "round", "applicant"), pk=pk)
    permissions.require(request.user, "programmes.take_dossier", case)
    name = f"dossier-{case.number or case.pk}.zip"
    answer = HttpResponse(dossier_of(case), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
