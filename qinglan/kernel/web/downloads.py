"""A download asked for in a chat program's browser: a page that says how to get it, instead of nothing."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel.web import embedded
from qinglan.kernel.web.middleware import _Middleware


class DownloadMiddleware(_Middleware):
    """Images are shown; of any other file the page gives the address to copy, and the way out."""

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Replace a download that would be dropped."""
        kind = response.headers.get("Content-Disposition", "")
        if request.method != "GET" or response.status_code != 200 or not kind.startswith("attachment"):
            return response
        program = embedded.program_of(request)
        if program is None:
            return response
        if embedded.shows_itself(response.headers.get("Content-Type", "")):
            response.headers["Content-Disposition"] = kind.replace("attachment", "inline", 1)
            return response
        response.close()
        context = {
            "title": _("Open this file in your browser"),
            "program": program,
            "address": request.build_absolute_uri(),
        }
        page = render(request, "web/download.html", context)
        page.headers["Cache-Control"] = "no-store"
        return page
