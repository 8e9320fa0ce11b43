"""The public page of signed anchors."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qinglan.kernel.events.delivery.content import file_content, file_name
from qinglan.kernel.events.export import SCRIPT
from qinglan.kernel.events.keys import public_bytes, signing_key
from qinglan.kernel.events.models import Anchor
from qinglan.kernel.roles import is_officer
from qinglan.kernel.web.lists import ListColumn, ListPage
from qinglan.kernel.web.lists.filters import Rows


def _document(anchor: Anchor) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(bytes(anchor.document))
    return content


def _link(anchor: Anchor) -> str:
    return format_html('<a href="{}">{}</a>', reverse("events:anchor", args=[anchor.number]), anchor.number)


def _short_root(anchor: Anchor) -> str:
    return format_html("<code>{}…</code>", _document(anchor)["root"][:16])


def _sent(anchor: Anchor) -> str:
    return format_html_join("; ", "{}", ((_delivery(row),) for row in anchor.deliveries.all())) or "—"


def _delivery(row: Any) -> str:
    state = gettext("waiting")
    if row.sent_at is not None:
        state = gettext("arrived")
    elif row.error:
        state = gettext("tried %(times)s times: %(error)s") % {"times": row.attempts, "error": row.error}
    return f"{row.adapter}: {state}"


class AnchorList(ListPage):
    """``/events/anchors/``: every anchor, for everybody; what became of its delivery, for officers."""

    template_name = "events/anchors.html"
    title = _("Signed anchors")
    lead = _(
        "Once a day the ends of all event streams are put under one signature and sent off this machine. Whoever keeps an anchor can prove later what stood in the streams on that day."
    )
    export_name = _("Signed anchors")
    empty_title = _("No anchor has been made yet")
    empty_text = _("The first one is made within an hour of the first start.")
    as_table = True
    columns = (
        ListColumn(_("Anchor"), "number", render=_link),
        ListColumn(_("Day"), "day"),
        ListColumn(_("Made"), "made_at"),
        ListColumn(_("Streams that moved"), lambda anchor: _document(anchor)["heads"], numeric=True),
        ListColumn(_("Streams in all"), lambda anchor: _document(anchor)["streams"], numeric=True),
        ListColumn(_("Root"), lambda anchor: _document(anchor)["root"], render=_short_root),
        ListColumn(_("Signature"), lambda anchor: bytes(anchor.signature).hex(), on_page=False),
        ListColumn(_("Key"), lambda anchor: bytes(anchor.public_key).hex(), on_page=False),
    )

    def get_queryset(self) -> Rows:
        """All anchors, newest first."""
        return Anchor.objects.prefetch_related("deliveries").order_by("-number")

    def get_context(self) -> dict[str, Any]:
        """The public key, and for officers what became of the deliveries."""
        context: dict[str, Any] = {
            "breadcrumbs": [(self.title, "")],
            "key": public_bytes(signing_key()).hex(),
            "script": SCRIPT.name,
            "command": f"python3 {SCRIPT.name} events.jsonl --key … --anchor anchor.json",
        }
        if is_officer.test(self.request.user):
            latest = Anchor.objects.prefetch_related("deliveries").order_by("-number")[:10]
            context["deliveries"] = [(anchor, _sent(anchor)) for anchor in latest]
        return context


@require_safe
def download(request: HttpRequest, number: int) -> HttpResponse:
    """One anchor as it is sent off the machine."""
    anchor = Anchor.objects.filter(number=number).first()
    if anchor is None:
        raise Http404(gettext("There is no anchor with this number."))
    response = HttpResponse(file_content(anchor), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{file_name(anchor)}"'
    return response
