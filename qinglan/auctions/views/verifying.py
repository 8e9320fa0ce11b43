"""The export of a lot and the script that checks it, for everybody."""

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from qinglan.auctions.verifying.export import SCRIPT, file_name, write_export
from qinglan.auctions.views.lot_access import lot_or_404
from qinglan.kernel import permissions

IN_MEMORY = 8 << 20
"""Exports up to so many bytes are written without touching the disk."""


@require_GET
def export(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/export.zip``."""
    lot = lot_or_404(number)
    permissions.require(request.user, "auctions.view_lot", lot)
    output = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    write_export(output, lot)
    output.seek(0)
    return FileResponse(output, as_attachment=True, filename=file_name(lot), content_type="application/zip")


@require_GET
def script(request: HttpRequest) -> HttpResponseBase:
    """``/auctions/verify_auction.py``: the script, as it lies in the source."""
    answer = HttpResponse(SCRIPT.read_bytes(), content_type="text/x-python")
    answer["Content-Disposition"] = f'attachment; filename="{SCRIPT.name}"'
    return answer
