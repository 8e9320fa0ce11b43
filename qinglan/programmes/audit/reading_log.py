"""Every page and file that an external auditor asks for is noted, before it is sent."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from qinglan.kernel import clock
from qinglan.kernel.web.both_ways import BothWays

LONGEST = 500
UNTOLD = ("/static/", "/desk/stream/", "/counts/")
"""What a page fetches by itself, and what shows nothing of anybody."""


class AuditReadingMiddleware(BothWays):
    """Notes the requests of whoever holds the role of external auditor, with the answer's status.

    It stands after the middleware that finds the user. Without a note there is no answer.
    """

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; an auditor's is noted first."""
        response = self.inner(request)
        if concerns(request):
            note(request, response.status_code)
        return response

    async def answer_async(self, request: HttpRequest) -> HttpResponseBase:
        """The same under ASGI."""
        response = await self.inner_async(request)
        if concerns(request):
            await sync_to_async(note)(request, response.status_code)
        return response


def concerns(request: HttpRequest) -> bool:
    """Whether the request may be an auditor's: he is logged in, and it is a page or a file."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(UNTOLD)


def note(request: HttpRequest, status: int) -> None:
    """Note the request where its user audits."""
    from qinglan.parties.holding import holds_somewhere  # noqa: PLC0415 - middleware is loaded before models
    from qinglan.parties.roles import INSPECTOR  # noqa: PLC0415 - as above
    from qinglan.programmes.models import AuditReading  # noqa: PLC0415 - as above
    from qinglan.programmes.queries.audit import assignments_of  # noqa: PLC0415 - as above

    user = request.user
    if not user.is_authenticated or not holds_somewhere(user, INSPECTOR):
        return
    assignment = assignments_of(user).first()
    if assignment is None:
        return
    AuditReading.objects.create(
        reader=user,
        assignment=assignment,
        method=(request.method or "")[:7],
        address=request.get_full_path()[:LONGEST],
        status=status,
        read_at=clock.now(),
    )
