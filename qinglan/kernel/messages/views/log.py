"""What was sent, for the operator."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import retry_delivery
from qinglan.kernel.messages.models import Channel, Delivery, DeliveryState
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, Sort


class DeliveryLog(ListPage):
    """``/messages/log/``: every delivery, with what failed. It shows no texts: they are the recipient's."""

    template_name = "messaging/log.html"
    title = gettext_lazy("Sent messages")
    lead = gettext_lazy("What was sent by mail, text message and robots, and what could not be sent.")
    filters = (
        ChoiceFilter("state", gettext_lazy("State"), DeliveryState.choices, "state"),
        ChoiceFilter("channel", gettext_lazy("Channel"), Channel.choices, "channel"),
        DateRangeFilter("tried", gettext_lazy("Last tried"), "tried_at__date"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-id"),)
    columns = (
        ListColumn(gettext_lazy("Template"), "message.template"),
        ListColumn(gettext_lazy("Channel"), "get_channel_display"),
        ListColumn(gettext_lazy("State"), "get_state_display"),
        ListColumn(gettext_lazy("Attempts"), "attempts", numeric=True),
        ListColumn(gettext_lazy("Error"), "error"),
        ListColumn(gettext_lazy("Last tried"), "tried_at"),
    )
    empty_title = gettext_lazy("Nothing was sent yet")
    empty_text = gettext_lazy("Messages appear here once somebody chose a channel beside the inbox.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For administrators."""
        permissions.require(request.user, "messaging.operate")
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """All deliveries."""
        return Delivery.objects.select_related("message__recipient")


@login_required
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a delivery again that was given up."""
    try:
        retry_delivery(acting_user=request.user, delivery=get_object_or_404(Delivery, pk=pk))
    except Impossible as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The message will be tried again at once."))
    return redirect("messaging:log")
