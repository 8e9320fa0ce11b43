"""Send a file: as a download that no browser runs."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.documents import store
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.documents.views.missing import no_such_file
from qinglan.kernel.web.policy import content_security_policy


@require_safe
@content_security_policy(default_src="'none'", img_src="'self'", style_src="'unsafe-inline'")
def file(request: HttpRequest, pk: str) -> HttpResponseBase:
    """``/files/<key>/``: the file, for whom its holder lets read it; anybody else learns nothing.

    ``?inline=1`` shows PDF and images in the browser; everything else is always a download.
    """
    row = StoredFile.objects.filter(pk=pk).first()
    if row is None or not permissions.answer(request.user, "documents.read_file", row):
        raise no_such_file()
    inline = request.GET.get("inline") == "1" and row.is_shown_inline
    response = FileResponse(store.open_content(row.digest), content_type=row.media_type)
    response["Content-Length"] = str(row.size)
    _headers(response, row.name, "inline" if inline else "attachment")
    return response


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Made content as a download."""
    response = HttpResponse(content, content_type=media_type)
    _headers(response, name, "attachment")
    return response


def _headers(response: HttpResponseBase, name: str, disposition: str) -> None:
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
