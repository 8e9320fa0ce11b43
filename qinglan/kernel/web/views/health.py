"""``/healthz``: the answer for load balancers and supervisors."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel.web import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Status, database, worker and version as JSON; 503 when the database is down."""
    body, code = health.answer()
    return JsonResponse(body, status=code)
