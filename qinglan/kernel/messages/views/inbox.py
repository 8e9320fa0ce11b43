"""The inbox, and how one wants to be reached."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages import channels, queries
from qinglan.kernel.messages.domain.choice import choose_channels
from qinglan.kernel.messages.domain.message import mark_all_read, mark_read
from qinglan.kernel.messages.models import Channel, Choice, Language
from qinglan.kernel.web.lists import ListColumn, ListPage, Sort, TextFilter


@method_decorator(login_required, name="dispatch")
class Inbox(ListPage):
    """``/messages/``: one's own messages."""

    template_name = "messaging/inbox.html"
    title = gettext_lazy("Messages")
    filters = (TextFilter("q", gettext_lazy("Words"), ("subject__icontains", "text__icontains")),)
    sorts = (Sort("new", gettext_lazy("Newest first"), "-sent_at"),)
    columns = (
        ListColumn(gettext_lazy("Sent"), "sent_at"),
        ListColumn(gettext_lazy("Subject"), "subject"),
        ListColumn(gettext_lazy("Text"), "text"),
        ListColumn(gettext_lazy("Read"), "read_at"),
    )
    empty_title = gettext_lazy("No messages")
    empty_text = gettext_lazy("What concerns you appears here, and by the channels that you chose.")

    def get_queryset(self) -> Any:
        """The reader's own."""
        return queries.inbox(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """How many are unread."""
        count = queries.unread_count(self.request.user)
        words = ngettext("%(count)s unread message", "%(count)s unread messages", count) % {"count": count}
        return {"unread": count, "lead": words if count else ""}


@login_required
def message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One message; it counts as read from then on."""
    row = get_object_or_404(queries.inbox(request.user), pk=pk)
    mark_read(acting_user=request.user, message=row)
    context = {
        "title": row.subject,
        "breadcrumbs": [(_("Messages"), reverse("messaging:inbox")), (row.subject, "")],
        "message": row,
        "deliveries": row.deliveries.all(),
    }
    return render(request, "messaging/message.html", context)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    mark_all_read(acting_user=request.user)
    return redirect("messaging:inbox")


class ChoiceForm(forms.Form):
    """Channels, mobile number, digest, language."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Also send my messages by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    mobile = forms.CharField(
        label=gettext_lazy("Mobile number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For text messages, and to be mentioned by a robot."),
    )
    digest = forms.BooleanField(
        label=gettext_lazy("One digest a day (at 08:30) instead of single messages"), required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Language.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(Channel.choices)
        self.fields["wanted"].choices = [(name, known[name]) for name in channels.available()]  # type: ignore[attr-defined]


@login_required
def choice(request: HttpRequest) -> HttpResponse:
    """How one wants to be reached."""
    row = Choice.objects.filter(user_id=request.user.pk or 0).first() or Choice()
    stands = {"wanted": row.channels, "mobile": row.mobile, "digest": row.digest, "language": row.language}
    form = ChoiceForm(request.POST or None, initial=stands)
    if request.method == "POST" and form.is_valid():
        try:
            choose_channels(acting_user=request.user, **form.cleaned_data)
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("messaging:inbox")
    context = {
        "title": _("How messages reach me"),
        "lead": _("Every message is in your inbox. Choose what else it is sent by."),
        "form": form,
        "submit": _("Save my choice"),
        "back_url": reverse("messaging:inbox"),
    }
    return render(request, "web/task.html", context, status=422 if form.errors else 200)
