"""A form that is sent twice: the second sending gets what the first gave."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.drafts import tokens
from qinglan.kernel.drafts.domain.draft import discard_draft
from qinglan.kernel.drafts.domain.sending import begin_sending, end_sending, give_up_sending
from qinglan.kernel.drafts.models import Sending
from qinglan.kernel.drafts.tokens import FormToken
from qinglan.kernel.drafts.values import file_names, fingerprint
from qinglan.kernel.web.dates import minute

JUST_NOW = timedelta(seconds=10)
"""Two sendings within this time are one person's two clicks."""
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", tokens.FIELD})


def begin(request: HttpRequest, token: FormToken) -> HttpResponse | None:
    """None for the first sending; otherwise the answer to a further one."""
    begun = begin_sending(acting_user=request.user, key=token.key, fingerprint=fingerprint(request))
    if begun.outcome == "first":
        return None
    if begun.outcome == "done":
        assert begun.sending is not None
        return _again(request, begun.sending)
    return _page(request, token, begun.sending, known=begun.outcome == "other")


def end(request: HttpRequest, token: FormToken, response: HttpResponseBase) -> None:
    """Remember a success, and drop its draft; a refusal gives the key back."""
    if not request.user.is_authenticated:  # the form was that of logging out
        return
    if response.status_code not in (302, 303):
        give_up_sending(acting_user=request.user, key=token.key)
        return
    said = [(one.level, str(one.message)) for one in getattr(get_messages(request), "_queued_messages", [])]
    end_sending(acting_user=request.user, key=token.key, location=response.headers["Location"], said=said)
    discard_draft(acting_user=request.user, form=token.form, subject=token.page)


def _again(request: HttpRequest, sending: Sending) -> HttpResponse:
    """Where the first sending led, with what was said there."""
    assert sending.ended_at is not None
    if clock.now() - sending.ended_at < JUST_NOW:
        for level, text in sending.said:
            messages.add_message(request, level, text)
    else:
        text = _(
            "You had sent this already, at %(time)s. Nothing was done a second time; this is the result."
        )
        messages.info(request, text % {"time": minute(sending.ended_at)})
    return HttpResponseRedirect(sending.location)


def _page(request: HttpRequest, token: FormToken, sending: Sending | None, *, known: bool) -> HttpResponse:
    """409: this form was sent before, with other content or with a result that is not known."""
    kept = [
        (name, value)
        for name in request.POST
        if name not in NOT_CARRIED
        for value in request.POST.getlist(name)
    ]
    context = {
        "title": _("You have sent this form already"),
        "known": known,
        "sending": sending,
        "kept": kept,
        "files": file_names(request),
        "page": token.page,
    }
    return render(request, "drafts/sent.html", context, status=409)
